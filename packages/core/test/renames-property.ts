/** Names mean nothing: a history with renames goes exactly like the same history without. Told on any store. */
import { asset, define, source } from "@headwater/core";
import { createInstance, createMemoryValueStore, type Instance, type Store } from "@headwater/core/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";

/** By the position of a node: sources, then assets with what they read. */
const reads = [[], [], [0], [0, 2], [1, 2], [3, 4, 0]] as const;
const nodes = reads.map((_, index) => index);
const isSource = (index: number): boolean => reads[index]?.length === 0;

type Operation =
  | { readonly kind: "rename"; readonly node: number; readonly name: number }
  | { readonly kind: "raw" | "code"; readonly node: number; readonly value: number }
  | { readonly kind: "run"; readonly node: number; readonly mode: "STALE" | "ALL" }
  | { readonly kind: "observe" }
  | { readonly kind: "accept" | "wipe" | "report"; readonly node: number };

const node = fc.integer({ min: 0, max: reads.length - 1 });
const computed = fc.integer({ min: 2, max: reads.length - 1 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("rename" as const), node, name: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("raw" as const, "code" as const), node, value: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("run" as const), node, mode: fc.constantFrom("STALE" as const, "ALL" as const) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "observe" as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("accept" as const, "wipe" as const, "report" as const), node: computed }) },
);

interface World {
  readonly raw: number[];
  readonly code: number[];
  /** Keys of each node: all that it ever had, the one of now last. */
  readonly keys: string[][];
}

const keyOf = (world: World, index: number): string => world.keys[index]?.at(-1) ?? "";

function pipeline(world: World) {
  const made: unknown[] = [];
  for (const index of nodes) {
    const key = keyOf(world, index);
    const formerly = [...new Set(world.keys[index])].filter((known) => known !== key);
    const codeVersion = String(world.code[index]);
    const observe = () => `v${world.raw[index]}`;
    const inputs = Object.fromEntries((reads[index] ?? []).map((upstream) => [`in${upstream}`, made[upstream] as ReturnType<typeof asset>]));
    const run = (values: object) => (Object.values(values) as number[]).reduce((sum, value) => sum + value, Number(codeVersion)) % 3;
    made.push(
      isSource(index)
        ? source(key, { formerly, codeVersion, schema: z.number(), observe, load: () => world.raw[index] ?? 0 })
        : asset(key, { formerly, codeVersion, inputs: inputs as never, output: z.number(), run }),
    );
  }
  return define({ include: made as never });
}

/** One of the two histories. */
async function begin(store: Store, isRenamed: boolean) {
  const world: World = { raw: nodes.map(() => 0), code: nodes.map(() => 0), keys: nodes.map((index) => [`n${index}`]) };
  const values = createMemoryValueStore();
  const load = (): Promise<Instance> => createInstance(pipeline(world), { store, values });
  let instance = await load();
  const key = (index: number): string => JSON.stringify(keyOf(world, index));
  const by = { by: "test", note: null };
  const accept = (index: number): Promise<unknown> =>
    instance.accept(key(index), by).then(
      () => "accepted",
      (refused: { readonly code: string }) => refused.code,
    );
  const change = async (done: Operation): Promise<unknown> => {
    if ("mode" in done) return isSource(done.node) ? null : (await instance.materialize(`+${key(done.node)}`, { mode: done.mode })).status;
    if (done.kind === "accept") return accept(done.node);
    if (done.kind === "rename" && isRenamed) world.keys[done.node]?.push(`n${done.node}${"'".repeat(done.name)}`);
    if (done.kind === "raw") world.raw[done.node] = done.value;
    if (done.kind === "code") world.code[done.node] = done.value;
    if (done.kind === "observe") await instance.observe();
    if (done.kind === "wipe") await instance.wipe(key(done.node), by);
    if (done.kind === "report") await instance.report({ asset: keyOf(world, done.node), dataVersion: "elsewhere" });
    return null;
  };
  const play = async (done: Operation): Promise<unknown> => {
    const result = await change(done);
    if (done.kind === "rename" || done.kind === "code") instance = await load();
    return result;
  };
  return { play, look: () => look(world, store, instance) };
}

/** All that is known, by positions instead of keys. */
async function look(world: World, store: Store, instance: Instance) {
  const positions = new Map(nodes.map((index) => [keyOf(world, index), index]));
  const at = (key: string | null): number | null => (key === null ? null : (positions.get(key) ?? -1));
  const causes = (all: Awaited<ReturnType<Instance["status"]>>[number]["causes"]) =>
    all.map(({ code, asset, input, upstream, from, to }) => [code, at(asset), input, at(upstream), code === "EXPIRED" ? null : from, to]);
  const statuses = (await instance.status()).map((cell) => [at(cell.asset), cell.status, causes(cell.causes), causes(cell.rootCauses)]);
  const steps = (await instance.plan("*", { upstream: true })).steps.map((step) => [at(step.asset), step.action, step.needs]);
  const cells = await store.cells();
  const versions = nodes.map((index) => {
    const cell = cells.get(keyOf(world, index));
    return [cell?.materialization?.trace.dataVersion, cell?.wiped, cell?.report?.dataVersion, cell?.observation?.dataVersion];
  });
  const history = await Promise.all(nodes.map(async (index) => (await store.materializations({ asset: keyOf(world, index), limit: 1_000 })).length));
  const keys = nodes.map((index) => keyOf(world, index));
  const atOnce = await store.newestMaterializations(keys, 1_000);
  expect(keys.map((key) => atOnce.get(key)?.length ?? 0)).toEqual(history);
  return { statuses, steps, versions, history };
}

/** Declares the test. `openStore` gives an empty store each time. */
export function renamesMeanNothing(openStore: () => Promise<Store>, runs: number): void {
  test("whatever happens, statuses, causes, plans, values and histories are those of a world without renames", { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 25 }), async (operations) => {
        await using renamedStore = await openStore();
        await using plainStore = await openStore();
        const [renamed, plain] = await Promise.all([begin(renamedStore, true), begin(plainStore, false)]);
        for (const done of operations) {
          const [one, other] = await Promise.all([renamed.play(done), plain.play(done)]);
          expect(one).toEqual(other);
          expect(await renamed.look()).toEqual(await plain.look());
        }
      }),
      { numRuns: runs },
    );
  });
}
