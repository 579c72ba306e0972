import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { topLevelAwaits } from "./top-level-awaits.ts";

test.each([
  ["const a = 1;\nexport const b = await load(a);", [2]],
  ["for await (const row of rows()) use(row);\nif (a) { await b; }", [1, 2]],
  ["const f = async () => { await a; };\nasync function g() { await b; }\nexport default { async run() { await c; } };", []],
  ["this is no module (", []],
])("%s", async (source, lines) => {
  const directory = await mkdtemp(join(tmpdir(), "headwater-"));
  const file = join(directory, "module.ts");
  await writeFile(file, source);
  expect(topLevelAwaits(file)).toEqual(lines.map((line) => `${file}:${line}`));
  await rm(directory, { recursive: true });
});
