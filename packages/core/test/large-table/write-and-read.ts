/** A process of its own: writes a large table from an async iterable, reads it back as a stream, and prints what that took. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { asset } from "../../src/define/asset.ts";
import type { RunContext } from "../../src/define/context.ts";
import { type AssetDefinition, definitionOf } from "../../src/define/definition.ts";
import { table } from "../../src/define/table.ts";
import { createFileValueStore } from "../../src/io/file-value-store.ts";
import { loadStored } from "../../src/io/load-stored.ts";
import { storeOutput } from "../../src/io/store-output.ts";
import type { Table } from "../../src/model/table.ts";

const Row = z.object({
  id: z.string(),
  amount: z.number(),
  at: z.date(),
  account: z.bigint(),
  paid: z.boolean(),
  note: z.string().nullable(),
  discount: z.number().optional(),
});
type Row = z.output<typeof Row>;

const rowAt = (n: number): Row => ({
  id: `order-${n}`,
  amount: n / 7,
  at: new Date(1_600_000_000_000 + n * 1000),
  account: 10n ** 18n + BigInt(n % 5000),
  paid: n % 3 === 0,
  note: n % 4 === 0 ? null : `note ${n % 1000} – ünï`,
  ...(n % 2 === 0 ? { discount: n % 20 } : {}),
});

async function* rows(count: number): AsyncGenerator<Row> {
  for (let n = 0; n < count; n++) yield rowAt(n);
}

async function measure(count: number, directory: string) {
  const values = createFileValueStore(directory);
  const definition = definitionOf(asset("big", { output: table(Row), run: () => [] })) as AssetDefinition;
  const start = performance.now();
  const { stored, columns } = await storeOutput(values, definition, rows(count), {} as RunContext);
  const written = performance.now();
  if (stored === null) throw new TypeError("nothing was stored");
  let [read, amount, accounts] = [0, 0, 0n];
  for await (const row of ((await loadStored(values, stored)) as Table<Row>).stream()) {
    read += 1;
    amount += row.amount;
    accounts += row.account;
  }
  const seconds = { write: (written - start) / 1000, read: (performance.now() - written) / 1000 };
  return { stored, columns, read, amount, accounts: String(accounts), seconds, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

const directory = await mkdtemp(join(tmpdir(), "headwater-large-"));
try {
  process.stdout.write(JSON.stringify(await measure(Number(process.argv[2]), directory)));
} finally {
  await rm(directory, { recursive: true });
}
