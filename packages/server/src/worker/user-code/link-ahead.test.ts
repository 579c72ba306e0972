import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const module = new URL("./link-ahead.ts", import.meta.url).href;

test("modules are read ahead, but run when they are imported, and no earlier", async () => {
  const directory = await mkdtemp(join(tmpdir(), "headwater-"));
  await writeFile(join(directory, "inner.cjs"), 'console.log("inner runs"); exports.answer = 42;');
  await writeFile(join(directory, "package.mjs"), 'import { answer } from "./inner.cjs"; console.log("package runs"); export { answer };');
  const url = pathToFileURL(join(directory, "package.mjs")).href;
  const script = `
    const { linkAhead } = await import(${JSON.stringify(module)});
    await linkAhead([${JSON.stringify(url)}, "file:///nowhere.mjs"]);
    (await import("node:fs")).writeFileSync(${JSON.stringify(join(directory, "package.mjs"))}, "export const answer = 0;");
    console.log("linked");
    console.log((await import(${JSON.stringify(url)})).answer);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@headwater/source", "--input-type=module", "-e", script]);
  expect(stdout).toBe("linked\ninner runs\npackage runs\n42\n");
  await rm(directory, { recursive: true });
});
