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
      "raw/readings": "ca5f999afb4c864d8f8a96b5f13bd5fb220ae114b4bc56fc6cdd3b46eaf04439",
      "scaled": "b6962f749d423cccc927b22dc2e60924824436b3905d09de8e8bc0818409b5e6",
      "total/mean": "7415f47a3d7c6538619081d394d8f5c92c2f38195602fb079b2fe7fce834e8f9",
      "total/sum": "a6d851200dbf8a33acdc491803a4da926882787e681ee6391df951502bcbd61b",
    }
  `);
});
