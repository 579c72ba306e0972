/** Subscriptions on a real database: the events of one run, and which assets stand otherwise than before. */
import { describe, expect, test } from "vitest";
import { take } from "./event-stream.ts";
import { materialize, open, runToEnd } from "./graphql-actions.ts";
import type { TestSystem } from "./test-system.ts";

interface Told {
  readonly seq: string;
  readonly kind: string;
  readonly asset: string | null;
  readonly run: string | null;
}

async function* runEvents(system: TestSystem, id: string, after?: string): AsyncGenerator<Told> {
  const document = "subscription ($id: ID!, $after: String) { runEvents(id: $id, after: $after) { seq kind asset run } }";
  for await (const { runEvents } of system.listen<{ runEvents: Told }>(document, { id, after })) yield runEvents;
}

const toTheEnd = <T>(stream: AsyncIterable<T>) => take(stream, () => false);

describe("runEvents", () => {
  test("tell a run from its beginning to its end, and nothing of other runs", async () => {
    const system = await open();
    await runToEnd(system, { select: "clean/rounded" });
    const { run } = await materialize(system, { select: "*", mode: "ALL" });
    const id = run?.id ?? "";
    const told = await toTheEnd(runEvents(system, id));
    expect(told[0]?.kind).toBe("run_created");
    expect(told.at(-1)?.kind).toBe("run_ended");
    expect(told.filter(({ kind }) => kind === "materialization").map(({ asset }) => asset)).toHaveLength(4);
    expect(new Set(told.map((event) => event.run))).toEqual(new Set([id]));
    const recorded = (await system.store.events("0", 1_000)).filter(({ runId }) => runId === id);
    expect(told.map(({ seq }) => seq)).toEqual(recorded.map(({ seq }) => seq));
  });

  test("go on after the last one that is known, however long ago; complete at once after the end", async () => {
    const system = await open();
    const { id } = await runToEnd(system);
    for (let later = 0; later < 3; later++) await runToEnd(system, { select: "*", mode: "ALL" });
    const all = await toTheEnd(runEvents(system, id));
    for (const [index, event] of all.entries()) {
      expect((await toTheEnd(runEvents(system, id, event.seq))).map(({ seq }) => seq)).toEqual(all.slice(index + 1).map(({ seq }) => seq));
    }
    expect(await toTheEnd(runEvents(system, id, await system.store.lastSeq()))).toEqual([]);
    expect(await toTheEnd(runEvents(system, id, "0"))).toEqual(all);
  });

  test("are told as they happen to whoever waits, through cuts of the connection", async () => {
    const system = await open();
    const run = await system.store.createRun({ mode: "STALE", select: "*", launchedBy: "test" });
    const kinds: string[] = [];
    let after: string | undefined;
    const listenOnce = async (enough: number): Promise<void> => {
      for (const event of await take(runEvents(system, run.id, after), (told) => told.length >= enough)) {
        kinds.push(event.kind);
        after = event.seq;
      }
    };
    await listenOnce(1);
    const waiting = listenOnce(1);
    await system.store.lockRun(run.id, (locked) => locked.plan("1", []));
    await waiting;
    const rest = listenOnce(9);
    await system.store.lockRun(run.id, (locked) => locked.end("SUCCEEDED", null));
    await rest;
    expect(kinds).toEqual(["run_created", "run_planned", "run_ended"]);
  });

  test("of an unknown run, and after what nobody recorded, are refused in words", async () => {
    const system = await open();
    const { id } = await runToEnd(system, { select: "clean/rounded" });
    await expect(toTheEnd(runEvents(system, "none"))).rejects.toThrow(/RUN_UNKNOWN/);
    await expect(toTheEnd(runEvents(system, id, "yesterday"))).rejects.toThrow(/CURSOR_INVALID/);
    await expect(toTheEnd(runEvents(system, id, "999999999"))).rejects.toThrow(/CURSOR_INVALID/);
  });
});

describe("assetChanges", () => {
  interface Change {
    readonly seq: string;
    readonly asset: { readonly key: string; readonly status: string };
  }
  async function* changes(system: TestSystem, args: { readonly select?: string; readonly after?: string } = {}): AsyncGenerator<Change> {
    const document = "subscription ($select: String, $after: String) { assetChanges(select: $select, after: $after) { seq asset { key status } } }";
    for await (const { assetChanges } of system.listen<{ assetChanges: Change }>(document, args)) yield assetChanges;
  }
  const look = (system: TestSystem) => system.query('mutation { observe(select: "raw/*") { problems { code } } }');
  const byKey = (told: readonly Change[]) => Object.fromEntries(told.map(({ asset }) => [asset.key, asset.status]));

  /** Listens, does something once it is heard, and takes changes until the caller has enough. */
  async function during(
    stream: AsyncGenerator<Change>,
    work: () => Promise<unknown>,
    enough: (told: readonly Change[]) => boolean,
  ): Promise<readonly Change[]> {
    const [told] = await Promise.all([take(stream, enough), work()]);
    return told;
  }

  test("tell the source that changed and all whose status follows, in topological order, and no others", async () => {
    const system = await open();
    await runToEnd(system);
    system.outside.numbers = [7];
    const after = await system.store.lastSeq();
    const told = await during(
      changes(system, { after }),
      () => look(system),
      (seen) => seen.length === 5,
    );
    expect(told.map(({ asset }) => asset.key)).toEqual(["raw/numbers", "clean/rounded", "stats/total", "stats/halves", "report/last"]);
    expect(byKey(told)).toMatchObject({ "raw/numbers": "FRESH", "clean/rounded": "STALE", "report/last": "UPSTREAM_STALE" });
    expect(told.map(({ seq }) => seq)).toEqual([after, after, after, after, await system.store.lastSeq()]);
  });

  test("tell live of exactly those that stand otherwise than before, within the selection", async () => {
    const system = await open();
    await runToEnd(system);
    const all = changes(system);
    const some = changes(system, { select: "stats/* or clean/*" });
    let heard = 0;
    const first = [all, some].map((stream) => stream.next().finally(() => heard++));
    // the same data again: it is told of this asset, and nothing below stands otherwise
    while (heard < 2) await runToEnd(system, { select: "clean/rounded", mode: "ALL" });
    for (const { value } of await Promise.all(first)) expect(value.asset).toEqual({ key: "clean/rounded", status: "FRESH" });

    const wipe = (select: string) => system.query(`mutation { wipe(select: "${select}") { problems { code } } }`);
    await wipe("stats/halves");
    const beside = (stream: AsyncGenerator<Change>, enough: (told: readonly Change[]) => boolean) =>
      take(stream, (told) => enough(told.filter(({ asset }) => asset.key !== "clean/rounded")));
    const keys = (told: readonly Change[]) => new Set(told.map(({ asset }) => `${asset.key} ${asset.status}`));
    const whole = await beside(all, (told) => told.length === 2);
    expect(keys(whole).difference(new Set(["clean/rounded FRESH"]))).toEqual(new Set(["stats/halves MISSING", "report/last UPSTREAM_STALE"]));
    const selected = await beside(some, (told) => told.length === 1);
    expect(keys(selected).difference(new Set(["clean/rounded FRESH"]))).toEqual(new Set(["stats/halves MISSING"]));
  });

  test("tell what happened to whoever comes back, each asset once, as it is now", async () => {
    const system = await open();
    await runToEnd(system);
    const after = await system.store.lastSeq();
    system.outside.numbers = [7];
    await runToEnd(system);
    const told = await take(changes(system, { after }), (seen) => seen.length === 5);
    expect(byKey(told)).toEqual({ "raw/numbers": "FRESH", "clean/rounded": "FRESH", "stats/total": "FRESH", "stats/halves": "FRESH", "report/last": "FRESH" });
    // cut off in the middle of these, one begins again with all of them
    expect(told.slice(0, 4).every(({ seq }) => seq === after)).toBe(true);
    const again = await take(changes(system, { after: told[2]?.seq ?? "" }), (seen) => seen.length === 5);
    expect(byKey(again)).toEqual(byKey(told));
    expect(byKey(await take(changes(system, { after: "0" }), (seen) => seen.length === 5))).toEqual(byKey(told));
  });

  test("tell a definition that changed, and one that is gone", async () => {
    const system = await open();
    await runToEnd(system);
    const location = await system.store.activeLocation();
    if (location === null) throw new Error("nothing is defined");
    const after = await system.store.lastSeq();
    const assets = location.definitions.assets.filter(({ key }) => key !== "report/last").map((node) => ({ ...node, description: "edited" }));
    await system.store.activate({ ...location, definitions: { version: "2", assets } });
    const told = await take(changes(system, { after }), (seen) => seen.length === 5);
    expect(told.map(({ asset }) => asset.key)).toEqual(["raw/numbers", "clean/rounded", "stats/total", "stats/halves", "report/last"]);
  });

  test("of a wrong selection, and after what nobody recorded, are refused in words", async () => {
    const system = await open();
    await expect(toTheEnd(changes(system, { select: "clean/ronded" }))).rejects.toThrow(/ASSET_UNKNOWN/);
    await expect(toTheEnd(changes(system, { select: "(" }))).rejects.toThrow(/SELECTION_INVALID/);
    await expect(toTheEnd(changes(system, { after: "-1" }))).rejects.toThrow(/CURSOR_INVALID/);
  });
});
