/** A process of its own: an asset streams a source table that would not fit into its memory, twice, and this prints what that took. */
import { asset, createInstance, define, source, table } from "@headwater/core";
import { z } from "zod";

const Row = z.object({ id: z.number(), text: z.string() });

async function* rows(count: number) {
  for (let id = 0; id < count; id++) yield { id, text: `${id}-`.padEnd(1024, "lorem ipsum ") };
}

const count = Number(process.argv[2]);
const big = source("big", { schema: table(Row), observe: () => "v1", load: () => rows(count) });
const total = asset("total", {
  inputs: { big },
  output: z.object({ rows: z.number(), characters: z.number() }),
  run: async (inputs) => {
    const sums = { rows: 0, characters: 0 };
    for await (const _ of inputs.big.stream()) sums.rows += 1;
    for await (const row of inputs.big.stream()) sums.characters += row.text.length;
    return sums;
  },
});

const instance = await createInstance(define({ include: [total, big] }));
const { status } = await instance.materialize();
process.stdout.write(JSON.stringify({ status, value: await instance.value("total"), peakBytes: process.resourceUsage().maxRSS * 1024 }));
