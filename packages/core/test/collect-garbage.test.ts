/** Collecting garbage removes what nothing refers to, and never anything else, whatever happens meanwhile. */
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset, createInstance, define, from, type Instance, source, table } from "@headwater/core";
import { armFaultPoint, collectGarbage, createFileValueStore, type ValueStore } from "@headwater/core/engine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

let directory: string;
let values: ValueStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-gc-"));
  values = createFileValueStore(directory);
});
afterEach(() => rm(directory, { recursive: true }));

const hour = 3_600_000;
const longAgo = new Date(Date.now() - 48 * hour);
const files = async (): Promise<readonly string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).flatMap((entry) =>
    entry.isFile() && entry.name !== "id" ? [join(entry.parentPath, entry.name)] : [],
  );
const age = async (): Promise<void> => {
  for (const file of await files()) await utimes(file, longAgo, longAgo);
};
const orphan = async (text: string): Promise<string> => (await values.write([Buffer.from(text)])).address;
async function everythingKeptIsThere(instance: Instance): Promise<void> {
  for await (const { address } of instance.store.keptValues()) for await (const _ of values.read(address));
}

const world = { n: 0 };
const raw = source("raw", { schema: z.number(), observe: () => String(world.n), load: () => world.n });
const rows = asset("rows", { inputs: { raw }, output: table(z.object({ n: z.number() })), run: (inputs) => [{ n: inputs.raw }, { n: 1 }] });
const sum = asset("sum", {
  inputs: { rows: from(rows) },
  output: z.number(),
  run: async (inputs) => (await inputs.rows.rows()).reduce((total, row) => total + row.n, 0),
});
const open = () => createInstance(define({ include: [raw, rows, sum] }), { values });

test("what no materialization refers to goes, and all that one ever did stays", async () => {
  const instance = await open();
  for (world.n = 0; world.n < 5; world.n++) await instance.materialize();
  const kept = (await files()).length;
  await orphan("nobody's");
  await writeFile(join(directory, "staging", "half-written"), "12345");
  await age();
  expect(await collectGarbage(instance.store, values, { dryRun: true })).toEqual({ values: 1, leftovers: 1, bytes: 13 });
  expect(await files()).toHaveLength(kept + 2);
  expect(await collectGarbage(instance.store, values)).toEqual({ values: 1, leftovers: 1, bytes: 13 });
  expect(await files()).toHaveLength(kept);
  await everythingKeptIsThere(instance);
  expect(await collectGarbage(instance.store, values)).toEqual({ values: 0, leftovers: 0, bytes: 0 });
});

test("what is younger than the safety age stays", async () => {
  const instance = await open();
  const address = await orphan("just written");
  expect(await collectGarbage(instance.store, values)).toEqual({ values: 0, leftovers: 0, bytes: 0 });
  expect(await collectGarbage(instance.store, values, { olderThanMs: hour })).toMatchObject({ values: 0 });
  await age();
  expect(await collectGarbage(instance.store, values, { olderThanMs: 49 * hour })).toMatchObject({ values: 0 });
  expect(await collectGarbage(instance.store, values, { olderThanMs: 47 * hour })).toMatchObject({ values: 1 });
  expect(await values.has(address)).toBe(false);
});

test("an old value that nothing refers to, written again by a step that has not published it yet, stays", async () => {
  const instance = await open();
  const content = Buffer.from("3");
  await values.write([content]);
  await age();
  // The step writes the same bytes after the collector has looked, and publishes after it has finished.
  const looked: ValueStore = {
    ...values,
    async remove(id, before) {
      await values.write([content]);
      return values.remove(id, before);
    },
  };
  expect(await collectGarbage(instance.store, looked)).toEqual({ values: 0, leftovers: 0, bytes: 0 });
  expect(await files()).toHaveLength(1);
});

test("it takes nothing from runs that write at the same time, however often it runs", { timeout: 60_000 }, async () => {
  const instance = await open();
  const waste = Array.from({ length: 40 }, (_, n) => `waste ${n}`);
  for (const text of waste) await orphan(text);
  await age();
  let isRunning = true;
  const collecting = (async () => {
    let removed = 0;
    // Older than a second: all that the runs write is younger until it is recorded.
    while (isRunning) removed += (await collectGarbage(instance.store, values, { olderThanMs: 1000 })).values;
    return removed;
  })();
  // Each value comes twice, so that old ones are written again.
  for (let n = 0; n < 40; n++) {
    world.n = n % 20;
    expect((await instance.materialize("*", { mode: "ALL" })).status).toBe("SUCCEEDED");
  }
  isRunning = false;
  expect(await collecting).toBe(waste.length);
  await everythingKeptIsThere(instance);
});

test("a step that stopped between storing and recording leaves what is collected later", async () => {
  const instance = await open();
  armFaultPoint("after-value-rename", () => {
    throw new Error("stopped");
  });
  try {
    expect((await instance.materialize("rows")).status).toBe("FAILED");
  } finally {
    armFaultPoint("after-value-rename", () => {});
  }
  await age();
  expect(await collectGarbage(instance.store, values)).toMatchObject({ values: 1, leftovers: 0 });
});
