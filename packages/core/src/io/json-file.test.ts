import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import type { SourceContext } from "../define/context.ts";
import { definitionOf, type SourceDefinition, type SourceVersion } from "../define/definition.ts";
import { source } from "../define/source.ts";
import { table } from "../define/table.ts";
import type { Table } from "../model/table.ts";
import { jsonFile } from "./json-file.ts";
import { parseLoaded } from "./parse-loaded.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-json-"));
});
afterEach(() => rm(root, { recursive: true }));

const load = async (text: string, schema: z.ZodType): Promise<unknown> => {
  await writeFile(join(root, "x.json"), text);
  const definition = definitionOf(source("raw/x", jsonFile("x.json", schema))) as SourceDefinition;
  const context = { asset: { key: "raw/x" }, root, version: "" } as SourceContext & { version: string };
  const loaded = (await definition.load(context)) as { readonly value: unknown; readonly version: string };
  expect({ version: loaded.version }).toMatchObject({ version: ((await definition.observe(context)) as SourceVersion).version });
  return parseLoaded(definition, loaded.value);
};

it("a JSON file is parsed by its schema", async () => {
  expect(await load('\ufeff{"at":"2015-07-31T00:00:00Z"}', z.object({ at: z.coerce.date() }))).toStrictEqual({ at: new Date("2015-07-31") });
});

it("a JSON array may be a table", async () => {
  const rows = (await load('[{"n":1},{"n":2}]', table(z.object({ n: z.number() })))) as Table<object>;
  expect(await rows.rows()).toEqual([{ n: 1 }, { n: 2 }]);
  await expect(load('[{"n":1},{"n":"x"}]', table(z.object({ n: z.number() })))).rejects.toMatchObject({
    name: "SchemaError",
    row: 2,
    path: "n",
    side: "loaded value",
  });
});

it.each([
  ['{"a":1,}', "JSON"],
  ["", "it is empty"],
])("a broken file %j is an error", async (text, problem) => {
  await expect(load(text, z.any())).rejects.toMatchObject({
    code: "JSON_BROKEN",
    details: { asset: "raw/x", path: "x.json", problem: expect.stringContaining(problem) },
  });
});
