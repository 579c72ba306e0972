import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hashJson } from "../model/version.ts";
import { asset } from "./asset.ts";
import { define } from "./define.ts";
import { from, unloaded } from "./from.ts";
import { serializeDefinitions } from "./serialize.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";

const Row = z.object({
  date: z.iso.date().describe("the day"),
  at: z.date().nullable(),
  temp: z.number().optional(),
  count: z.int(),
  big: z.bigint(),
  kind: z.enum(["a", "b"]),
  either: z.union([z.string(), z.number()]),
  tags: z.array(z.string()),
  ok: z.boolean().default(true),
  fixed: z.literal(["x", "y"]),
  length: z
    .string()
    .transform((text) => text.length)
    .pipe(z.number()),
});
const rows = source("raw/rows", {
  description: "Rows.",
  owners: ["me"],
  tags: { team: "t" },
  kinds: ["csv"],
  metadata: { licence: "CC0", stations: [1, null] },
  snapshot: true,
  schema: table(Row),
  observe: () => "1",
  load: () => [],
});
const chart = asset("report/chart", {
  group: "reports",
  inputs: { rows, slow: from(rows, { triggers: false }), order: unloaded(rows) },
  after: [rows],
  config: z.object({ width: z.number().default(640), title: z.string().optional() }),
  output: z.object({ svg: z.string().meta({ contentMediaType: "image/svg+xml" }), at: z.date(), big: z.bigint(), map: z.map(z.string(), z.number()) }),
  run: () => ({ svg: "", at: new Date(), big: 1n, map: new Map() }),
});
const root = dirname(import.meta.dirname);
const serialized = serializeDefinitions(define({ include: [rows, chart], config: { "report/chart": { width: 320 } } }), root);
const [rowsNode, chartNode] = serialized.assets;

describe("serializeDefinitions", () => {
  it("says everything about an asset that people and plans must know", () => {
    expect(rowsNode).toMatchObject({
      key: "raw/rows",
      kind: "source",
      group: "raw",
      description: "Rows.",
      owners: ["me"],
      tags: { team: "t" },
      kinds: ["csv"],
      metadata: { licence: "CC0", stations: [1, null] },
      snapshot: true,
      inputs: [],
      after: [],
      configSchema: null,
      declaredAt: { file: "define/serialize.test.ts", line: 28 },
    });
    expect(chartNode).toMatchObject({
      key: "report/chart",
      kind: "asset",
      group: "reports",
      description: null,
      after: ["raw/rows"],
      columns: null,
      inputs: [
        { name: "rows", upstream: "raw/rows", mapping: "one", triggers: true, loads: true },
        { name: "slow", upstream: "raw/rows", mapping: "one", triggers: false, loads: true },
        { name: "order", upstream: "raw/rows", mapping: "one", triggers: true, loads: false },
      ],
    });
  });

  it("leaves out what was not said", () => {
    for (const name of ["metadata", "formerly", "snapshot", "maxAgeMs", "volatile", "reuse", "launch", "retry"]) expect(chartNode).not.toHaveProperty(name);
  });

  it("names the columns of a table with their types", () => {
    expect(rowsNode?.columns?.map(({ name, type, nullable }) => `${name} ${type}${nullable ? "?" : ""}`)).toEqual([
      "date date",
      "at timestamp?",
      "temp number?",
      "count integer",
      "big integer",
      "kind string",
      "either string | number",
      "tags list",
      "ok boolean",
      "fixed string",
      "length number",
    ]);
    expect(rowsNode?.columns?.[0]?.description).toBe("the day");
  });

  it("gives the output as JSON Schema, with media types, and text for what JSON lacks", () => {
    expect(chartNode?.schema).toMatchObject({
      type: "object",
      properties: {
        svg: { type: "string", contentMediaType: "image/svg+xml" },
        at: { type: "string", format: "date-time" },
        big: { type: "string", format: "bigint" },
        map: {},
      },
    });
    expect(rowsNode?.schema).toMatchObject({ type: "array", items: { properties: { length: { type: "number" } } } });
  });

  it("gives the config as people fill it in: what has a default is not required", () => {
    expect(chartNode?.configSchema).toMatchObject({ properties: { width: { default: 640 } } });
    expect(chartNode?.configSchema).not.toHaveProperty("required");
    expect(chartNode?.configHash).toBe(hashJson({ width: 320 }));
  });

  it("is plain JSON, and equal for equal definitions", () => {
    expect(JSON.parse(JSON.stringify(serialized))).toEqual(serialized);
    expect(serializeDefinitions(define({ include: [rows, chart], config: { "report/chart": { width: 320 } } }), root).version).toBe(serialized.version);
    expect(serializeDefinitions(define({ include: [rows, chart] }), root).version).not.toBe(serialized.version);
  });

  it("takes schemas that refer to themselves", () => {
    interface Tree {
      name: string;
      children: Tree[];
    }
    const Tree: z.ZodType<Tree> = z.object({
      name: z.string(),
      get children() {
        return z.array(Tree);
      },
    });
    const definitions = define({ include: [asset("x/tree", { output: Tree, run: () => ({ name: "", children: [] }) })] });
    expect(JSON.stringify(serializeDefinitions(definitions, root).assets[0]?.schema)).toContain("$ref");
  });
});
