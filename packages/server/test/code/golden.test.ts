/** Code versions of a fixed project: they must stay as they are through upgrades of the parser and of Headwater, or the scheme needs another name. */
import { expect, test } from "vitest";
import { codeFindings } from "./code-findings.ts";

const files = {
  "headwater.config.ts": `import { asset, csvFile, define, from, source, table } from "@headwater/core";
import { z } from "zod";
import { Kind, scale, type Row } from "./lib.ts";
import settings from "./settings.json";
const Reading = z.object({ day: z.iso.date(), value: z.coerce.number().describe("in metres") });
const readings = source("raw/readings", csvFile("readings.csv", Reading));
const scaled = asset("scaled", {
  inputs: { readings: from(readings, { schema: table(Reading.pick({ value: true })) }) },
  config: z.object({ factor: z.number().default(2) }),
  output: z.array(z.number()),
  run: async ({ readings }, { config }) => (await readings.rows()).map((row: Row) => scale(row.value, config.factor)),
});
const totals = [Kind.Sum, Kind.Mean].map((kind) =>
  asset(\`total/\${kind}\`, {
    params: { kind },
    inputs: { scaled },
    output: z.number(),
    run: ({ scaled }, { params }) => settings.offset + scaled.reduce((sum, each) => sum + each, 0) / (params.kind === Kind.Mean ? scaled.length : 1),
  }),
);
export default define({ include: [readings, scaled, totals] });
`,
  "lib.ts": `export interface Row { readonly value: number }
export enum Kind { Sum = "sum", Mean = "mean" }
const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
export function scale(value: number, factor: number): number {
  if (factor === 0) throw new RangeError(\`\${value} times nothing\`);
  return round(value * factor);
}
`,
  "settings.json": '{ "offset": 1 }',
};

test("code versions of a fixed project are these", { timeout: 60_000 }, async () => {
  const [found] = await codeFindings([{ files }]);
  expect(found?.problems).toEqual([]);
  expect(found?.versions).toMatchInlineSnapshot(`
    {
      "raw/readings": "34519e03119639c2fb0e9a862feb53ba2d7e4339f36c472d9c8fe6e1bc97c95e",
      "scaled": "9238d38270bedad800bf73c3d2e1688ed15786098797d0dd5be1eb7428c72403",
      "total/mean": "9f3fa2653cde83c449ea7ec7d2c66c798367071d6c3cfc523dcbfdf9981d3c8b",
      "total/sum": "d01479f3e300baaddde85dc466f6deb00bade281465575046b3e23111295f471",
    }
  `);
});
