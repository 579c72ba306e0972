/** What a node says of its last attempt beside its status. */
import { expect, test } from "vitest";
import type { Outcome, Status } from "../graphql/words.ts";
import type { RunDetail } from "../runs/options.ts";
import { attemptOf, createSceneBuilder, type Lineage } from "./scene.ts";

type Attempt = NonNullable<Lineage["nodes"][number]["lastAttempt"]>;

const attempt = (outcome: Outcome, id: string) => ({ id, outcome, reason: "", progress: null }) as Attempt;
const lineage = (status: Status, lastAttempt: Attempt | null): Lineage => ({
  nodes: [{ key: "a", status, lastAttempt } as Lineage["nodes"][number]],
  edges: [],
});
const run = (outcome: Outcome) => ({ steps: [{ id: "shown.0", outcome, asset: { key: "a" } }] }) as unknown as RunDetail;
const said = (status: Status, last: Attempt | null, shown: RunDetail | null): Outcome | undefined =>
  attemptOf("a", createSceneBuilder()(lineage(status, last), shown))?.outcome;

test("the outcome in the shown run is said", () => {
  expect(said("FRESH", null, run("UNCHANGED"))).toBe("UNCHANGED");
});

test("an asset that became stale after a good run shows that it is stale, not that it once went well", () => {
  expect(said("STALE", null, run("SUCCEEDED"))).toBeUndefined();
  expect(said("STALE", null, run("FAILED"))).toBe("FAILED");
});

test("a step that runs now, in another run than the shown one, comes first", () => {
  expect(said("STALE", attempt("RUNNING", "other.0"), run("SUCCEEDED"))).toBe("RUNNING");
});

test("without a shown run, a failure that still stands is said, a success is not", () => {
  expect(said("STALE", attempt("FAILED", "other.0"), null)).toBe("FAILED");
  expect(said("FRESH", attempt("SUCCEEDED", "other.0"), null)).toBeUndefined();
});

test("a structure that stays is laid out once", () => {
  const build = createSceneBuilder();
  const before = build(lineage("STALE", null), null).layout;
  expect(build(lineage("FRESH", null), run("RUNNING")).layout).toBe(before);
});
