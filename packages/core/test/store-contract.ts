/** What every store promises. `memory-store.test.ts` and `postgres-store.pg.test.ts` hold both stores to it. */
import { describe, expect, onTestFinished, test } from "vitest";
import { errorInfo } from "../src/model/error-info.ts";
import type { Store } from "../src/store/store.ts";
import { claimed, eventsOf, location, made, node, planned, ready, step, wanted } from "./store-fixture.ts";

/** Declares the tests. `open` gives an empty store each time. */
export function storeContract(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };

  describe("definitions", () => {
    test("the last activated definitions are the active ones, and only a change is an event", async () => {
      const store = await fresh();
      expect(await store.activeLocation()).toBeNull();
      await store.activate(location("v1"));
      await store.activate(location("v1"));
      await store.activate(location("v2"));
      expect(await store.activeLocation()).toMatchObject({ name: "default", root: "/project", definitions: { version: "v2", assets: [node] } });
      expect((await store.events("0", 10)).map((event) => [event.kind, event.data.version])).toEqual([
        ["definitions_activated", "v1"],
        ["definitions_activated", "v2"],
      ]);
    });

    test("what is wrong with others is kept until any are activated, the same ones too; each is an event", async () => {
      const store = await fresh();
      const problem = { code: "X", severity: "error", message: "m\u0000", fix: "f", asset: null, file: "a.ts", line: 3, frame: "> 3 |" } as const;
      await store.activate(location("v1"));
      expect(await store.brokenDefinitions()).toBeNull();
      await store.reportBroken([problem, problem]);
      await store.reportBroken([problem]);
      expect(await store.brokenDefinitions()).toMatchObject({ problems: [{ code: "X", file: "a.ts", line: 3, frame: "> 3 |" }] });
      expect((await store.activeLocation())?.definitions.version).toBe("v1");
      await store.activate(location("v1"));
      expect(await store.brokenDefinitions()).toBeNull();
      await store.activate(location("v1"));
      expect((await store.events("0", 10)).map((event) => event.kind)).toEqual([
        "definitions_activated",
        "definitions_broken",
        "definitions_broken",
        "definitions_activated",
      ]);
    });
  });

  describe("stored values", () => {
    test("those that the history refers to are listed, and what stores nothing is not", async () => {
      const store = await fresh();
      const kept = async (): Promise<readonly unknown[]> => {
        const found: unknown[] = [];
        for await (const { address, format } of store.keptValues()) found.push([address, format]);
        return found;
      };
      expect(await kept()).toEqual([]);
      for (const materialization of [made("v1"), made("v2"), { ...made("v3"), stored: null }, made("v1")]) {
        const claim = await claimed(store, await planned(store, [step("a")]));
        await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "", materialization });
      }
      expect(new Map((await kept()) as [string, string][])).toEqual(
        new Map([
          ["address-v1", "table"],
          ["address-v2", "table"],
        ]),
      );
    });
    test("belong to the value store that was used first, whoever asks at the same time", async () => {
      const store = await fresh();
      const identities = ["one", "two", "three"].map((id) => ({ id, place: `/values/${id}` }));
      const [first, ...others] = await Promise.all(identities.map((identity) => store.bindValueStore(identity)));
      expect(identities).toContainEqual(first);
      for (const other of others) expect(other).toEqual(first);
      expect(await store.bindValueStore({ id: "four", place: "/" })).toEqual(first);
    });
  });

  describe("observations", () => {
    const look = (dataVersion: string, startedAt = new Date()) => ({
      asset: "raw/x",
      partition: null,
      startedAt,
      result: { dataVersion, metadata: { path: "x.csv" } },
    });
    const failure = (message: string) => ({ asset: "raw/x", partition: null, startedAt: new Date(), result: { error: errorInfo(new Error(message)) } });

    test("another version is a new event; the same version only renews when it was checked", async () => {
      const store = await fresh();
      const [first] = await store.recordObservations([look("v1")]);
      const [second] = await store.recordObservations([look("v1")]);
      const [third] = await store.recordObservations([look("v2")]);
      expect([first?.changed, second?.changed, third?.changed]).toEqual([true, false, true]);
      expect(second?.observation.seq).toBe(first?.observation.seq);
      expect(second?.observation.at).toEqual(first?.observation.at);
      expect((await store.cells()).get("raw/x")?.observation).toMatchObject({ dataVersion: "v2", metadata: { path: "x.csv" }, error: null });
      expect((await store.observations({ asset: "raw/x", limit: 10 })).map((seen) => seen.dataVersion)).toEqual(["v2", "v1"]);
      expect((await store.events("0", 10)).map((event) => event.kind)).toEqual(["observation", "observation"]);
    });
    test("a failed look keeps the last version, is one event however often it fails the same way, and ends with a good look", async () => {
      const store = await fresh();
      await store.recordObservations([look("v1")]);
      await store.recordObservations([failure("file gone")]);
      await store.recordObservations([failure("file gone")]);
      const failed = (await store.cells()).get("raw/x");
      expect(failed?.observation?.dataVersion).toBe("v1");
      expect(failed?.failedObservation?.error?.message).toBe("file gone");
      await store.recordObservations([failure("no permission")]);
      expect((await store.events("0", 10)).map((event) => event.kind)).toEqual(["observation", "observation_failed", "observation_failed"]);
      const [back] = await store.recordObservations([look("v1")]);
      expect(back?.changed).toBe(false);
      expect((await store.cells()).get("raw/x")?.failedObservation).toBeNull();
    });
    test("the late result of an earlier look is dropped", async () => {
      const store = await fresh();
      await store.recordObservations([look("new", new Date(2_000_000))]);
      const [late] = await store.recordObservations([look("old", new Date(1_000_000))]);
      expect(late).toMatchObject({ changed: false, observation: { dataVersion: "new" } });
      expect((await store.cells()).get("raw/x")?.observation?.dataVersion).toBe("new");
    });
    test("several looks are answered in their order", async () => {
      const store = await fresh();
      const answers = await store.recordObservations([look("v1"), { ...look("v9"), asset: "raw/y" }]);
      expect(answers.map(({ observation }) => [observation.asset, observation.dataVersion])).toEqual([
        ["raw/x", "v1"],
        ["raw/y", "v9"],
      ]);
    });
    test("a request is open until it is answered, once", async () => {
      const store = await fresh();
      const request = await store.requestObservations(["raw/x"], null);
      expect((await store.outbox(1_000)).observationRequests).toEqual([request.id]);
      const answer = { asset: "raw/x", partition: null, dataVersion: "v1", changed: true, error: null };
      await store.answerObservations(request.id, [answer]);
      await store.answerObservations(request.id, []);
      expect((await store.observationRequest(request.id))?.results).toEqual([answer]);
      expect((await store.outbox(1_000)).observationRequests).toEqual([]);
    });
    test("a run knows its observation request", async () => {
      const store = await fresh();
      const run = await store.createRun(wanted);
      expect(await store.lockRun(run.id, (locked) => locked.observationRequest())).toBeNull();
      const request = await store.requestObservations(["raw/x"], run.id);
      expect(await store.lockRun(run.id, (locked) => locked.observationRequest())).toMatchObject({ id: request.id, results: null, assets: ["raw/x"] });
    });
  });

  describe("runs", () => {
    test("a new run is queued with what was asked for, and defaults for the rest", async () => {
      const store = await fresh();
      const run = await store.createRun({ ...wanted, config: { a: { limit: 1 } }, note: "why" });
      expect(await store.run(run.id)).toEqual(run);
      expect(run).toMatchObject({
        status: "QUEUED",
        mode: "STALE",
        select: "*",
        config: { a: { limit: 1 } },
        note: "why",
        upstream: false,
        observe: true,
        skipBlocked: false,
      });
      expect(run).toMatchObject({ confirmedPlan: null, retryOf: null, definitionsVersion: null, endedBecause: null, startedAt: null, endedAt: null });
      expect(await store.run("00000000-0000-7000-8000-000000000000")).toBeNull();
      expect(await store.run("nonsense")).toBeNull();
    });
    test("runs come newest first, by pages, by status, by asset and by the beginning of their id", async () => {
      const store = await fresh();
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.unshift(await planned(store, [step(i === 2 ? "b" : "a")]));
      const list = async (options: Parameters<Store["runs"]>[0]) => (await store.runs(options)).map((run) => run.id);
      expect(await list({ limit: 2 })).toEqual(ids.slice(0, 2));
      expect(await list({ limit: 10, before: ids[1] ?? "" })).toEqual(ids.slice(2));
      expect(await list({ limit: 10, asset: "b" })).toEqual([ids[2]]);
      expect(await list({ limit: 10, idPrefix: ids[3]?.slice(0, -1) ?? "" })).toEqual([ids[3]]);
      expect(await list({ limit: 10, idPrefix: "" })).toEqual(ids);
      expect(await list({ limit: 10, idPrefix: "%" })).toEqual([]);
      await store.lockRun(ids[0] ?? "", (locked) => locked.end("SUCCEEDED", null));
      expect(await list({ limit: 10, status: ["SUCCEEDED"] })).toEqual([ids[0]]);
      expect((await store.openRuns()).map((run) => run.id)).toEqual(ids.slice(1).reverse());
    });
    test("planning stores the steps in order and starts the run", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a"), step("b", [0])]);
      expect(await store.run(id)).toMatchObject({ status: "RUNNING", definitionsVersion: "defs-1" });
      expect(await store.steps(id)).toMatchObject([
        { id: `${id}.0`, ordinal: 0, asset: "a", outcome: "WAITING", ready: false, attempts: 0, needs: [], action: "RUN", wave: 0 },
        { id: `${id}.1`, ordinal: 1, asset: "b", outcome: "WAITING", ready: false, attempts: 0, needs: [0], action: "RUN", wave: 1 },
      ]);
      expect(await eventsOf(store, id)).toEqual(["run_created", "run_planned"]);
    });
    test("lockRun is exclusive, gives null for an unknown run and writes nothing when the work throws", async () => {
      const store = await fresh();
      expect(await store.lockRun("00000000-0000-7000-8000-000000000000", async () => "never")).toBeNull();
      const run = await store.createRun(wanted);
      const log: string[] = [];
      const work = (name: string) => async () => {
        log.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        log.push(`${name} out`);
      };
      await Promise.all([store.lockRun(run.id, work("first")), store.lockRun(run.id, work("second"))]);
      expect(log.map((line) => line.split(" ")[1])).toEqual(["in", "out", "in", "out"]);
      await expect(store.lockRun(run.id, () => Promise.reject(new Error("boom")))).rejects.toThrow("boom");
      expect(await store.lockRun(run.id, async ({ run: held }) => held.id)).toBe(run.id);
    });
    test("settled steps end with outcome and reason, and a reused one publishes a materialization", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a"), step("b", [0])]);
      await store.lockRun(id, (locked) =>
        locked.settle([
          { ordinal: 0, outcome: "REUSED", reason: "computed before", materialization: { ...made("v1"), outcome: "REUSED" } },
          { ordinal: 1, outcome: "UNCHANGED", reason: "its inputs turned out unchanged" },
        ]),
      );
      const [first, second] = await store.steps(id);
      expect(first).toMatchObject({ outcome: "REUSED", reason: "computed before" });
      expect(second).toMatchObject({ outcome: "UNCHANGED", reason: "its inputs turned out unchanged", materialization: null });
      expect(second?.endedAt).toBeInstanceOf(Date);
      expect((await store.cells()).get("a")?.materialization).toMatchObject({ seq: first?.materialization, outcome: "REUSED", stepId: `${id}.0` });
      expect((await store.cells()).has("b")).toBe(false);
      expect((await store.stepCounts([id])).get(id)).toMatchObject({ REUSED: 1, UNCHANGED: 1, WAITING: 0 });
    });
    test("steps that were read stay as they were read", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      const before = await store.steps(id);
      await store.lockRun(id, async (locked) => {
        const held = await locked.steps();
        await locked.settle([{ ordinal: 0, outcome: "UNCHANGED", reason: "r" }]);
        expect(held[0]?.outcome).toBe("WAITING");
      });
      expect(before[0]?.outcome).toBe("WAITING");
    });
    test("a run does not end, and a step does not settle, while the step runs", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      const claim = await claimed(store, id);
      await store.lockRun(id, async (locked) => {
        await locked.settle([{ ordinal: 0, outcome: "CANCELLED", reason: "too late" }]);
        await locked.end("CANCELLED", null);
      });
      expect((await store.run(id))?.status).toBe("RUNNING");
      expect(await store.completeStep(claim, { outcome: "UNCHANGED", reason: "r" })).not.toBeNull();
      expect((await store.cells()).get("a")?.lastAttempt ?? null).toBeNull();
    });
    test("an ended run keeps its end", async () => {
      const store = await fresh();
      const run = await store.createRun(wanted);
      await store.lockRun(run.id, (locked) => locked.end("CANCELLED", { code: "PLAN_CHANGED", message: "moved", fix: "go along" }));
      await store.lockRun(run.id, (locked) => locked.end("SUCCEEDED", null));
      expect(await store.run(run.id)).toMatchObject({ status: "CANCELLED", endedBecause: { code: "PLAN_CHANGED", message: "moved", fix: "go along" } });
      expect(await store.requestCancel(run.id)).toBe(false);
      expect((await eventsOf(store, run.id)).filter((kind) => kind === "run_ended")).toHaveLength(1);
    });
  });

  describe("execution", () => {
    test("a ready step is in the outbox until it was sent, and again when nobody claims it", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      expect(await ready(store, id, [0])).toEqual([0]);
      const outbox = await store.outbox(60_000);
      expect(outbox.steps).toEqual([{ stepId: `${id}.0`, attempt: 1 }]);
      await store.markSent(outbox);
      expect((await store.outbox(60_000)).steps).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await store.outbox(1)).steps).toEqual([{ stepId: `${id}.0`, attempt: 1 }]);
    });
    test("one claim wins; a claim at another attempt, of a step that is not ready or unknown is refused", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a"), step("b", [0])]);
      await ready(store, id, [0]);
      expect(await store.claimStep(`${id}.1`, 0, "w", 1_000)).toBeNull();
      expect(await store.claimStep(`${id}.0`, 7, "w", 1_000)).toBeNull();
      expect(await store.claimStep("nonsense", 1, "w", 1_000)).toBeNull();
      const claims = await Promise.all(["w1", "w2", "w3"].map((worker) => store.claimStep(`${id}.0`, 1, worker, 60_000)));
      expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      expect((await store.steps(id))[0]).toMatchObject({ outcome: "RUNNING", attempts: 1, waitingFor: null });
    });
    test("completion publishes the materialization with all that it recorded, by event and projection", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      const claim = await claimed(store, id);
      const done = await store.completeStep(claim, { outcome: "SUCCEEDED", reason: "never materialized", materialization: made("v1") });
      const { traceKey: _, ...expected } = made("v1");
      expect(done?.materialization).toMatchObject({ ...expected, asset: "a", partition: null, runId: id, stepId: `${id}.0` });
      expect((await store.cells(["a"])).get("a")?.materialization).toEqual(done?.materialization);
      expect(await store.materialization(done?.materialization?.seq ?? "")).toEqual(done?.materialization);
      expect((await store.steps(id))[0]).toMatchObject({ outcome: "SUCCEEDED", materialization: done?.materialization?.seq, ready: false, error: null });
      expect((await store.cells()).get("a")?.lastAttempt).toMatchObject({ runId: id, outcome: "SUCCEEDED", error: null });
      expect(await eventsOf(store, id)).toEqual(["run_created", "run_planned", "step_started", "materialization", "step_ended"]);
    });
    test("a failure keeps the last materialization and is shown beside it", async () => {
      const store = await fresh();
      const first = await claimed(store, await planned(store, [step("a")]));
      await store.completeStep(first, { outcome: "SUCCEEDED", reason: "r", materialization: made("v1") });
      const second = await claimed(store, await planned(store, [step("a")]));
      const error = errorInfo(new TypeError("boom", { cause: new Error("because") }));
      await store.completeStep(second, { outcome: "FAILED", reason: "boom", error });
      const cell = (await store.cells()).get("a");
      expect(cell?.materialization?.trace.dataVersion).toBe("v1");
      expect(cell?.lastAttempt).toMatchObject({ outcome: "FAILED", error });
      expect(await store.step(second.step.id)).toMatchObject({ outcome: "FAILED", error, materialization: null });
    });
    test("edge case 27: who lost the lease publishes nothing", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      const slow = await claimed(store, id, 0, 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await store.reapLostSteps(3)).toEqual([id]);
      expect((await store.renewLeases([slow], 1_000)).lost).toEqual([`${id}.0`]);
      expect(await store.completeStep(slow, { outcome: "SUCCEEDED", reason: "r", materialization: made("late") })).toBeNull();
      expect((await store.cells()).get("a")?.materialization ?? null).toBeNull();
      const again = await store.claimStep(`${id}.0`, 2, "worker-2", 60_000);
      expect(again?.step.attempts).toBe(2);
      expect(await eventsOf(store, id)).toContain("step_lost");
    });
    test("a step that is lost too often fails with the reason", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      for (let loss = 1; loss <= 2; loss++) {
        await store.claimStep(`${id}.0`, loss === 1 ? ((await ready(store, id, [0])).length > 0 ? 1 : 0) : loss, "w", 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        await store.reapLostSteps(2);
      }
      expect((await store.steps(id))[0]).toMatchObject({ outcome: "FAILED", error: { code: "STEP_LOST" }, ready: false });
    });
    test("a renewed lease is not reaped", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a")]);
      const claim = await claimed(store, id, 0, 200);
      expect(await store.renewLeases([claim], 60_000)).toEqual({ lost: [], cancelled: [] });
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await store.reapLostSteps(3)).toEqual([]);
    });
    test("one cell is computed by one step at a time; the other run learns what it waits for", async () => {
      const store = await fresh();
      const first = await planned(store, [step("a")]);
      const second = await planned(store, [step("a")]);
      expect(await ready(store, first, [0])).toEqual([0]);
      expect(await ready(store, second, [0])).toEqual([]);
      expect((await store.steps(second))[0]?.waitingFor).toContain(first);
      const claim = await store.claimStep(`${first}.0`, 1, "w", 60_000);
      if (claim === null) throw new Error("not claimed");
      expect(await ready(store, second, [0])).toEqual([]);
      await store.completeStep(claim, { outcome: "UNCHANGED", reason: "r" });
      expect(await ready(store, second, [0])).toEqual([0]);
    });
    test("cancelling is told to whoever holds a claim, and no further step is claimed", async () => {
      const store = await fresh();
      const id = await planned(store, [step("a"), step("b")]);
      const claim = await claimed(store, id, 0);
      await ready(store, id, [1]);
      expect(await store.requestCancel(id)).toBe(true);
      expect((await store.run(id))?.status).toBe("CANCELLING");
      expect((await store.renewLeases([claim], 1_000)).cancelled).toEqual([`${id}.0`]);
      expect(await store.claimStep(`${id}.1`, 1, "w", 1_000)).toBeNull();
      expect(await store.completeStep(claim, { outcome: "CANCELLED", reason: "cancelled" })).not.toBeNull();
    });
    test("progress is kept and told", async () => {
      const store = await fresh();
      const claim = await claimed(store, await planned(store, [step("a")]));
      await store.reportProgress(claim, 0.5, "half");
      expect((await store.step(claim.step.id))?.progress).toBe(0.5);
      expect((await store.events("0", 100)).at(-1)).toMatchObject({ kind: "step_progress", data: { fraction: 0.5, note: "half" } });
    });
    test("an earlier equal computation is found by its trace key, of the same cell alone", async () => {
      const store = await fresh();
      for (const [asset, version, key] of [
        ["a", "v1", "k1"],
        ["a", "v2", "k2"],
        ["b", "v3", "k1"],
      ] as const) {
        await store.completeStep(await claimed(store, await planned(store, [step(asset)])), {
          outcome: "SUCCEEDED",
          reason: "r",
          materialization: made(version, key),
        });
      }
      const id = await planned(store, [step("a")]);
      const find = (key: string) => store.lockRun(id, (locked) => locked.findReusable({ asset: "a", partition: null }, key));
      expect((await find("k1"))?.trace.dataVersion).toBe("v1");
      expect(await find("k9")).toBeNull();
    });
    test("the history of an asset comes newest first and by pages", async () => {
      const store = await fresh();
      for (const version of ["v1", "v2", "v3"]) {
        await store.completeStep(await claimed(store, await planned(store, [step("a")])), {
          outcome: "SUCCEEDED",
          reason: "r",
          materialization: made(version),
        });
      }
      const page = await store.materializations({ asset: "a", limit: 2 });
      expect(page.map((entry) => entry.trace.dataVersion)).toEqual(["v3", "v2"]);
      const rest = await store.materializations({ asset: "a", limit: 2, before: page[1]?.seq ?? "" });
      expect(rest.map((entry) => entry.trace.dataVersion)).toEqual(["v1"]);
      expect((await store.materializationsBySeq(page.map((entry) => entry.seq))).map((entry) => entry.seq).sort()).toEqual(
        page.map((entry) => entry.seq).sort(),
      );
    });
  });

  describe("workers and events", () => {
    const worker = { id: "w1", tags: [], running: 0, slots: 2, definitionsVersion: "v1", codeLocation: "default", version: "0.1.0", host: "h", pid: 1 };
    test("a worker lives from its first heartbeat until it is removed", async () => {
      const store = await fresh();
      await store.heartbeat(worker);
      await store.heartbeat({ ...worker, running: 1 });
      expect(await store.workers()).toMatchObject([{ ...worker, running: 1 }]);
      await store.removeWorker("w1");
      expect(await store.workers()).toEqual([]);
      expect((await store.events("0", 10)).map((event) => event.kind)).toEqual(["worker_started", "worker_stopped"]);
    });
    test("events are read in order after a sequence number, by pages", async () => {
      const store = await fresh();
      for (let i = 0; i < 5; i++) await store.createRun({ ...wanted, select: `s${i}` });
      const first = await store.events("0", 3);
      expect(first.map((event) => event.data.select)).toEqual(["s0", "s1", "s2"]);
      const rest = await store.events(first[2]?.seq ?? "", 10);
      expect(rest.map((event) => event.data.select)).toEqual(["s3", "s4"]);
      expect(await store.lastSeq()).toBe(rest[1]?.seq);
      expect(await store.events(await store.lastSeq(), 10)).toEqual([]);
    });
    test("a subscriber is woken after a write until it unsubscribes", async () => {
      const store = await fresh();
      let woken = 0;
      const subscription = await store.subscribe(() => woken++);
      await store.createRun(wanted);
      await expect.poll(() => woken, { timeout: 3_000 }).toBeGreaterThan(0);
      await subscription[Symbol.asyncDispose]();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = woken;
      await store.createRun(wanted);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(woken).toBe(before);
    });
  });
}
