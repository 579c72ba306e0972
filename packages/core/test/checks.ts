/** Checks: what they are given and may answer, what a failed one does to a run, and what a blocking one holds up. Told on any store. */
import { asset, check, define, external, file, resource, secret, source, table } from "@headwater/core";
import {
  advanceRun,
  createInstance,
  createMemoryValueStore,
  createResourcePool,
  executeStep,
  type Instance,
  launchRun,
  provenanceOf,
  type RunResult,
  type Store,
} from "@headwater/core/engine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openedBy } from "./opened.ts";

const by = { by: "ada", note: null };

/** Declares the tests. `openStore` gives an empty store each time. */
export function checkStories(openStore: () => Promise<Store>): void {
  const opened = openedBy(openStore);
  const latestOf = async (store: Store, key: string) => (await store.cells([key])).get(key)?.materialization;
  const outcomes = (run: RunResult) => run.steps.map(({ asset, outcome }) => [asset, outcome]);

  describe("a check", () => {
    test("is given what was stored, as an input would be, and its results go with the materialization", async () => {
      const store = await opened();
      const seen: unknown[] = [];
      const orders = asset("orders", {
        output: table(z.object({ id: z.string(), n: z.coerce.number() })),
        config: z.object({ least: z.number().default(1) }),
        params: { path: "x" },
        run: () => [{ id: "a", n: "3" }],
        checks: {
          streams: async (rows, { config, params, asset, run, previous }) => {
            for await (const row of rows.stream()) seen.push(row);
            seen.push(rows.columns, config, params, asset, run.attempt, previous);
            return true;
          },
          enough: async (rows) => ({ passed: (await rows.rows()).length > 1, message: "too few", metadata: { rows: 1, at: new Date(0) } }),
        },
      });
      const text = asset("text", { output: file({ mediaType: "text/plain" }), run: () => new TextEncoder().encode("hello") });
      const mart = asset("mart", { output: external({ observe: () => "v1" }), run: () => {}, checks: { there: (value) => value.kind === "external" } });
      const size = check("size", { asset: text, severity: "warn", description: "How long it is.", run: (value) => value.size === 5 });
      await using instance = await createInstance(define({ include: [orders, text, mart, { nested: [size] }] }), { store });
      const run = await instance.materialize();
      expect(seen).toEqual([{ id: "a", n: 3 }, ["id", "n"], { least: 1 }, { path: "x" }, { key: "orders" }, 1, undefined]);
      expect((await latestOf(store, "orders"))?.checks).toEqual([
        { name: "streams", severity: "error", blocking: false, passed: true, message: null, metadata: {}, error: null },
        {
          ...{ name: "enough", severity: "error", blocking: false, passed: false, message: "too few" },
          ...{ metadata: { rows: 1, at: "1970-01-01T00:00:00.000Z" }, error: null },
        },
      ]);
      expect((await latestOf(store, "text"))?.checks).toMatchObject([{ name: "size", severity: "warn", passed: true }]);
      expect((await latestOf(store, "mart"))?.checks).toMatchObject([{ name: "there", passed: true }]);
      expect(run.status).toBe("FAILED");
      expect(run.steps.map(({ asset, outcome, failedChecks, error }) => [asset, outcome, failedChecks, error])).toEqual([
        ["orders", "SUCCEEDED", ["enough"], null],
        ["text", "SUCCEEDED", [], null],
        ["mart", "SUCCEEDED", [], null],
      ]);
    });
    test("that throws, or answers what is no answer, is a failed check that says so, and fails no step", async () => {
      const store = await opened();
      const wrong = (answer: unknown) => (() => answer) as () => boolean;
      const a = asset("a", {
        output: z.number(),
        run: () => 1,
        checks: {
          throws: () => {
            throw new TypeError("boom");
          },
          nothing: wrong(undefined),
          half: wrong({ passed: "yes" }),
          message: wrong({ passed: true, message: 3 }),
          metadata: wrong({ passed: true, metadata: { n: 3n } }),
        },
      });
      await using instance = await createInstance(define({ include: [a] }), { store });
      const run = await instance.materialize();
      expect(run.step(a)).toMatchObject({ outcome: "SUCCEEDED", failedChecks: ["throws", "nothing", "half", "message", "metadata"] });
      const [thrown, ...others] = (await latestOf(store, "a"))?.checks ?? [];
      expect(thrown).toMatchObject({ passed: false, message: 'check "throws" threw: boom', error: { name: "TypeError", message: "boom" } });
      expect(others.map(({ passed, message, error }) => [passed, message, error?.code])).toEqual(
        ["nothing (undefined)", '{ passed: "yes" }', "{ message: number 3 }", "{ metadata } with a value that is not JSON"].map((found, index) => [
          false,
          `Check "${["nothing", "half", "message", "metadata"][index]}" of "a" answered ${found}.`,
          "CHECK_ANSWER_INVALID",
        ]),
      );
    });
    test("that fails with severity warn is recorded, and the run succeeds", async () => {
      const store = await opened();
      const a = asset("a", { output: z.number(), run: () => 1 });
      await using instance = await createInstance(define({ include: [a, check("big", { asset: a, severity: "warn", run: (n) => n > 9 })] }), { store });
      const run = await instance.materialize();
      expect([run.status, run.step(a).failedChecks]).toEqual(["SUCCEEDED", []]);
      expect((await latestOf(store, "a"))?.checks).toMatchObject([{ name: "big", severity: "warn", passed: false }]);
    });
    test("what it does to the value, neither the store nor the next check sees", async () => {
      const store = await opened();
      const list = asset("list", {
        output: z.array(z.number()),
        run: () => [1, 2],
        checks: { first: (value) => value.splice(0).length === 2, second: (value) => value.length === 2 },
      });
      await using instance = await createInstance(define({ include: [list] }), { store });
      expect((await instance.materialize()).step(list).failedChecks).toEqual([]);
      expect(await instance.value("list")).toEqual([1, 2]);
    });
    test("shows no secret", async () => {
      const store = await opened();
      const db = resource({ config: z.object({ token: z.string() }), values: { token: secret("TOKEN") }, open: ({ config }) => config.token });
      const a = asset("a", {
        resources: { db },
        output: z.number(),
        run: () => 1,
        checks: {
          tells: (_, { resources }) => ({ passed: false, message: `by ${resources.db}`, metadata: { token: resources.db } }),
          throws: (_, { resources }) => {
            throw new Error(resources.db);
          },
        },
      });
      await using instance = await createInstance(define({ include: [a] }), { store, secrets: () => "s3cret-value" });
      await instance.materialize();
      const checks = (await latestOf(store, "a"))?.checks;
      expect(checks).toMatchObject([{ message: "by ***", metadata: { token: "***" } }, { error: { message: "***" } }]);
      expect(JSON.stringify(checks)).not.toContain("s3cret-value");
    });
    test("counts in the timeout of its step, and a cancelled run records nothing of it", async () => {
      const store = await opened();
      const slow = asset("slow", { timeout: "50ms", output: z.number(), run: () => 1, checks: { hangs: () => new Promise<boolean>(() => undefined) } });
      await using instance = await createInstance(define({ include: [slow] }), { store });
      expect((await instance.materialize()).step(slow)).toMatchObject({ outcome: "FAILED", error: { code: "TIMEOUT" } });
      expect(await latestOf(store, "slow")).toBeFalsy();

      const interrupt = new AbortController();
      const patient = asset("patient", {
        output: z.number(),
        run: () => 1,
        checks: {
          waits: async (_, { signal }) => {
            interrupt.abort();
            await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
            return true;
          },
        },
      });
      await using other = await createInstance(define({ include: [patient] }), { store });
      const run = await other.materialize("*", { signal: interrupt.signal });
      expect([run.status, run.step(patient).outcome]).toEqual(["CANCELLED", "CANCELLED"]);
      expect(await latestOf(store, "patient")).toBeFalsy();
    });
    test("is no part of the code: another body makes nothing stale", async () => {
      const store = await opened();
      const values = createMemoryValueStore();
      const open = (least: number) => {
        const a = asset("a", { output: z.number(), run: () => 1 });
        return createInstance(define({ include: [a, check("least", { asset: a, run: (n) => n >= least })] }), { store, values });
      };
      await (await open(1)).materialize();
      const instance = await open(2);
      expect((await instance.why("a")).status).toBe("FRESH");
      expect((await instance.materialize()).steps).toEqual([]);
      const run = await instance.materialize("*", { mode: "ALL" });
      expect([run.status, run.step({ key: "a" }).failedChecks]).toEqual(["FAILED", ["least"]]);
    });
  });

  describe("results of earlier checks", () => {
    /** raw -> a, whose check fails where raw is negative. */
    async function checked() {
      const store = await opened();
      const values = createMemoryValueStore();
      const world = { raw: 1 };
      const positive = (n: number) => n > 0;
      const open = (withCheck = true): Promise<Instance> => {
        const raw = source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw });
        const a = asset("a", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw, checks: withCheck ? { positive } : {} });
        return createInstance(define({ include: [raw, a] }), { store, values });
      };
      return { store, world, open, instance: await open() };
    }
    test("go with what is reused, and fail the run again", async () => {
      const { store, world, instance } = await checked();
      world.raw = -1;
      await instance.materialize();
      world.raw = 1;
      expect((await instance.materialize()).status).toBe("SUCCEEDED");
      world.raw = -1;
      const run = await instance.materialize();
      expect([run.status, run.step({ key: "a" }).outcome, run.step({ key: "a" }).failedChecks]).toEqual(["FAILED", "REUSED", ["positive"]]);
      expect((await latestOf(store, "a"))?.checks).toMatchObject([{ name: "positive", passed: false }]);
    });
    test("are those of what is unchanged, for as long as the asset declares the check", async () => {
      const { store, world, instance, open } = await checked();
      world.raw = -1;
      await instance.materialize();
      /** A run that was planned for a change that was taken back before it started. */
      const unchangedRun = async () => {
        const run = await store.createRun({ mode: "STALE", select: "*", observe: false, launchedBy: "test" });
        await store.lockRun(run.id, (locked) => locked.plan("1", [{ asset: "a", partition: null, action: "RUN", wave: 0, reason: "raw changed", needs: [] }]));
        await advanceRun(store, run.id);
        return { run: await store.run(run.id), step: (await store.steps(run.id))[0] };
      };
      expect(await unchangedRun()).toMatchObject({ run: { status: "FAILED" }, step: { outcome: "UNCHANGED", failedChecks: ["positive"] } });
      await open(false);
      expect(await unchangedRun()).toMatchObject({ run: { status: "SUCCEEDED" }, step: { outcome: "UNCHANGED", failedChecks: [] } });
    });
  });

  describe("a failed blocking check", () => {
    /** raw -> a (checked) -> b -> c; b and c read `other` as well, and `later` only comes after a. */
    async function pipeline() {
      const store = await opened();
      const values = createMemoryValueStore();
      const world = { raw: 1, other: 1 };
      const ran: string[] = [];
      const noted = <T>(key: string, value: T): T => {
        ran.push(key);
        return value;
      };
      const declare = (blocks = true) => {
        const raw = source("raw", { schema: z.number(), observe: () => `v${world.raw}`, load: () => world.raw });
        const other = source("other", { schema: z.number(), observe: () => `v${world.other}`, load: () => world.other });
        const a = asset("a", { inputs: { raw }, output: z.number(), run: ({ raw }) => noted("a", raw) });
        const b = asset("b", { inputs: { a, other }, output: z.number(), run: ({ a, other }) => noted("b", a + other) });
        const c = asset("c", { inputs: { b, other }, output: z.number(), run: ({ b }) => noted("c", b) });
        const later = asset("later", { after: [a], inputs: { other }, output: z.number(), run: ({ other }) => noted("later", other) });
        const positive = check("positive", { asset: a, blocking: blocks, run: (n) => n > 0 });
        return define({ include: [raw, other, a, b, c, later, positive] });
      };
      const open = (blocks = true) => createInstance(declare(blocks), { store, values });
      return { store, values, world, ran, declare, open, instance: await open() };
    }
    const failedText = 'the blocking check "positive" of a failed';

    test("edge case 34: blocks the children in this and in every later plan until the asset is materialized anew and passes", async () => {
      const { world, ran, instance } = await pipeline();
      await instance.materialize();
      ran.length = 0;
      world.raw = -1;
      const first = await instance.materialize();
      expect(outcomes(first)).toEqual([
        ["a", "SUCCEEDED"],
        ["b", "BLOCKED"],
        ["c", "UNCHANGED"],
      ]);
      expect(first.step({ key: "b" }).reason).toBe(failedText);
      expect(first.step({ key: "c" }).reason).toBe("b was blocked, and nothing that it depends on differs");
      expect(first.status).toBe("FAILED");
      expect(ran).toEqual(["a"]);

      for (const mode of ["STALE", "ALL"] as const) {
        const plan = await instance.plan("b", { mode });
        expect(plan.steps).toMatchObject([
          { asset: "b", action: "BLOCKED", reason: failedText, missing: [], failedChecks: [{ asset: "a", check: "positive" }] },
        ]);
        const message = `"b" cannot run: ${failedText}.`;
        await expect(instance.materialize("b", { mode, observe: false })).rejects.toMatchObject({ code: "PLAN_BLOCKED", message });
        const refused = await instance.materialize("b", { mode });
        expect(refused).toMatchObject({ status: "CANCELLED", because: { code: "PLAN_BLOCKED", message: expect.stringContaining(message) }, steps: [] });
        const skipped = await instance.materialize("b", { mode, skipBlocked: true });
        expect([skipped.status, ...outcomes(skipped)]).toEqual(["SUCCEEDED", ["b", "BLOCKED"]]);
      }
      expect(ran).toEqual(["a"]);

      // Anew, and it fails again; then it passes.
      world.raw = -2;
      expect(outcomes(await instance.materialize("a, b"))).toEqual([
        ["a", "SUCCEEDED"],
        ["b", "BLOCKED"],
      ]);
      world.raw = 2;
      const last = await instance.materialize();
      expect([last.status, ...outcomes(last)]).toEqual(["SUCCEEDED", ["a", "SUCCEEDED"], ["b", "SUCCEEDED"], ["c", "SUCCEEDED"]]);
    });
    test("blocks in mode ALL, too, and holds up neither what only comes after it nor what does not read it", async () => {
      const { world, ran, instance } = await pipeline();
      world.raw = -1;
      const run = await instance.materialize("*", { mode: "ALL" });
      expect(outcomes(run)).toEqual([
        ["a", "SUCCEEDED"],
        ["b", "BLOCKED"],
        ["c", "BLOCKED"],
        ["later", "SUCCEEDED"],
      ]);
      expect(run.step({ key: "c" }).reason).toBe("needs b, which was blocked");
      expect(ran.sort()).toEqual(["a", "later"]);
    });
    test("what lies below a blocked step runs on what is there where it has a cause of its own", async () => {
      const { world, ran, instance } = await pipeline();
      await instance.materialize();
      ran.length = 0;
      world.raw = -1;
      world.other = 2;
      expect(outcomes(await instance.materialize())).toEqual([
        ["a", "SUCCEEDED"],
        ["b", "BLOCKED"],
        ["c", "SUCCEEDED"],
        ["later", "SUCCEEDED"],
      ]);
      expect(ran.sort()).toEqual(["a", "c", "later"]);
    });
    test("that blocks a cell without a value blocks in a plan what would read that one, for the same reason", async () => {
      const { world, instance } = await pipeline();
      world.raw = -1;
      await instance.materialize("a");
      const plan = await instance.plan("b, c");
      expect(plan.steps.map(({ asset, action, reason, missing }) => [asset, action, reason, missing])).toEqual([
        ["b", "BLOCKED", failedText, []],
        ["c", "BLOCKED", failedText, []],
      ]);
      expect((await instance.plan("c")).steps).toMatchObject([{ asset: "c", action: "BLOCKED", missing: ["b"], failedChecks: [] }]);
    });
    test("a child that has no cause left is unchanged, blocked or not", async () => {
      const { world, instance } = await pipeline();
      await instance.materialize();
      world.raw = -1;
      await instance.materialize("a");
      await instance.wipe("a", by);
      world.raw = 1;
      const run = await instance.materialize();
      expect(outcomes(run)).toEqual([
        ["a", "SUCCEEDED"],
        ["b", "UNCHANGED"],
        ["c", "UNCHANGED"],
      ]);
    });
    test("comes back with what is reused", async () => {
      const { world, instance } = await pipeline();
      world.raw = -1;
      await instance.materialize();
      world.raw = 1;
      await instance.materialize();
      world.raw = -1;
      expect(outcomes(await instance.materialize())).toEqual([
        ["a", "REUSED"],
        ["b", "BLOCKED"],
        ["c", "UNCHANGED"],
      ]);
    });
    test("blocks no longer once the asset declares it otherwise", async () => {
      const { world, ran, instance, open } = await pipeline();
      world.raw = -1;
      await instance.materialize();
      const relaxed = await open(false);
      ran.length = 0;
      const run = await relaxed.materialize("b, c");
      expect([run.status, ...outcomes(run)]).toEqual(["SUCCEEDED", ["b", "SUCCEEDED"], ["c", "SUCCEEDED"]]);
      expect(ran).toEqual(["b", "c"]);
    });
    test("of a value that another run published since then stops a step that was handed out already", async () => {
      const { store, values, world, ran, declare, open, instance } = await pipeline();
      await instance.materialize();
      world.other = 2;
      await instance.observe();
      const { run } = await launchRun(store, { mode: "STALE", select: "b, c", observe: false, launchedBy: "test" });
      world.raw = -1;
      await (await open()).materialize("a");
      const claim = await store.claimStep(`${run.id}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      ran.length = 0;
      const environment = { definitions: declare(), store, values, root: "/", log: () => undefined, resources: createResourcePool() };
      await executeStep({ ...environment, provenance: provenanceOf("/") }, claim, new AbortController().signal);
      expect(await store.step(claim.step.id)).toMatchObject({ outcome: "BLOCKED", reason: failedText, materialization: null });
      expect((await store.cells(["b"])).get("b")?.lastAttempt?.outcome).toBe("SUCCEEDED");
      expect(ran).toEqual([]);
    });
  });
}
