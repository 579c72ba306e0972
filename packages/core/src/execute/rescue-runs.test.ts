import { expect, it, onTestFinished, vi } from "vitest";
import { claimed, planned, step } from "../../test/store-fixture.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { createRescue } from "./rescue-runs.ts";

it("a process that was asleep, or blocked by a function, calls no step lost before it could renew its own leases", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
  const store = createMemoryStore();
  await store.activate({ name: "default", root: "/", definitions: { version: "v1", assets: [] } });
  const runId = await planned(store, [step("a")]);
  const rescue = createRescue(store, { runId, worker: "me", finish: () => Promise.resolve(), inHand: new Set([runId]) });
  const own = await claimed(store, runId, 0, 15_000);
  pass(1_100);
  await rescue.look();
  pass(20_000);
  await rescue.look();
  expect(await store.step(own.step.id)).toMatchObject({ outcome: "RUNNING" });
  expect(await store.renewLeases([own], 15_000)).toEqual({ lost: [], cancelled: [] });
  for (let second = 1; second <= 20; second++) {
    pass(1_000);
    await rescue.look();
    expect(await store.step(own.step.id)).toMatchObject(second <= 15 ? { outcome: "RUNNING" } : { losses: 1 });
  }
});
