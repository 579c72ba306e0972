/** What events do to what is shown. */
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { RunDetail } from "../runs/options.ts";
import { applyPatches, createRefresher } from "./apply.ts";
import { effectsOf } from "./effects.ts";
import type { LiveEvent } from "./queries.ts";

const event = (kind: string, more: Partial<LiveEvent> = {}): LiveEvent => ({
  seq: "1",
  at: "2026-01-01T00:00:00.000Z",
  kind,
  asset: null,
  run: null,
  step: null,
  data: {},
  ...more,
});
const step = { run: "r1", step: "r1.0", asset: "weather/daily" };
const names = (events: readonly LiveEvent[]): readonly string[] => effectsOf(events).scopes.map((scope) => scope.join(" "));

test("progress moves the step alone and asks the server nothing", () => {
  const effects = effectsOf([event("step_progress", { ...step, data: { fraction: 0.4, note: null } })]);
  expect(effects).toEqual({ patches: [{ ...step, changes: { progress: 0.4 } }], scopes: [] });
});

test("a changed source asks for the lineage, the plan and its own observations again", () => {
  expect(names([event("observation", { asset: "raw/co2" })])).toEqual(["asset", "lineage", "catalog", "plan", "checked", "observations raw/co2"]);
});

test("many events of one kind ask for a thing once", () => {
  const many = Array.from({ length: 50 }, () => event("materialization", { asset: "weather/daily" }));
  expect(names(many)).toEqual(["asset", "lineage", "catalog", "plan", "materializations weather/daily", "preview weather/daily"]);
});

test("an event of a kind that this page does not know refreshes all that is shown", () => {
  expect(names([event("asset_renamed")])).toContain("lineage");
});

test("a step that ends shows its outcome before the server is asked", () => {
  const client = new QueryClient();
  client.setQueryData(["run", "r1"], {
    id: "r1",
    steps: [
      { id: "r1.0", outcome: "RUNNING", reason: "stale" },
      { id: "r1.1", outcome: "WAITING", reason: "below" },
    ],
  } as unknown as RunDetail);
  applyPatches(client, effectsOf([event("step_ended", { ...step, data: { ordinal: 0, outcome: "UNCHANGED", reason: "identical inputs" } })]).patches);
  const run = client.getQueryData<RunDetail>(["run", "r1"]);
  expect(run?.steps.map((one) => `${one.outcome}: ${one.reason}`)).toEqual(["UNCHANGED: identical inputs", "WAITING: below"]);
});

test("what is touched while it is refreshed is refreshed once more, and nothing else waits for that", async () => {
  const client = new QueryClient();
  const asked: string[] = [];
  client.invalidateQueries = async (filter) => {
    asked.push(String(filter?.queryKey));
  };
  const refresh = createRefresher(client);
  refresh([["lineage"]]);
  refresh([["lineage"], ["plan"]]);
  refresh([["lineage"]]);
  expect(asked).toEqual(["lineage", "plan"]);
  await expect.poll(() => asked).toEqual(["lineage", "plan", "lineage"]);
});

test("what is on its way, such as the next page of a list, is waited for and not cancelled", async () => {
  const client = new QueryClient();
  const asked: string[] = [];
  client.invalidateQueries = async (filter) => {
    asked.push(String(filter?.queryKey));
  };
  const page = Promise.withResolvers<string>();
  const fetched = client.fetchQuery({ queryKey: ["runs", "all"], queryFn: () => page.promise });
  createRefresher(client)([["runs"]]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toEqual([]);
  page.resolve("the next page");
  await expect.poll(() => asked).toEqual(["runs"]);
  expect(await fetched).toBe("the next page");
});
