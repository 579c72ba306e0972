/** What the plan panel says about a plan. */
import { expect, test } from "vitest";
import type { Cause } from "../graphql/queries.ts";
import { differenceOf } from "./difference.ts";
import type { Plan, PlannedStep } from "./queries.ts";
import { rootGroups, rootSentence } from "./root-summary.ts";

const cause = (asset: string, code: Cause["code"] = "INPUT_CHANGED", to = "v2"): Cause => ({
  code,
  asset,
  input: null,
  upstream: null,
  message: code === "CODE_CHANGED" ? `the code of ${asset} changed` : `${asset} (raw.csv) changed`,
  from: "v1",
  to,
});
const step = (asset: string, roots: readonly Cause[], more: Partial<PlannedStep> = {}): PlannedStep => ({
  asset,
  wave: 0,
  action: "RUN",
  reason: "",
  expectedMs: null,
  missing: [],
  causes: [],
  rootCauses: [...roots],
  ...more,
});
const plan = (...steps: PlannedStep[]): Plan => ({
  id: "p",
  select: "*",
  steps,
  notNeeded: [],
  counts: { run: 0, conditional: 0, held: 0, blocked: 0, notNeeded: 0 },
});

test("steps are grouped by what began it, the most consequences first", () => {
  const steps = [
    step("b", [cause("a", "CODE_CHANGED")]),
    step("c", [cause("raw"), cause("a", "CODE_CHANGED")]),
    step("d", [cause("raw")]),
    step("e", [cause("raw")]),
  ];
  const now = Date.parse("2026-01-01T00:02:00Z");
  const texts = rootGroups(steps).map((group) => rootSentence(group, steps.length, () => "2026-01-01T00:00:00Z", now));
  expect(texts).toEqual(["3 of 4 because raw (raw.csv) changed 2 min ago", "2 of 4 because the code of a changed"]);
});

test("the difference of two plans names what is new, what is gone and what is done otherwise", () => {
  const before = plan(step("a", []), step("b", [], { action: "CONDITIONAL" }), step("c", []), step("d", []));
  const after = plan(step("b", []), step("c", [], { causes: [cause("c")] }), step("d", []), step("e", []));
  expect(differenceOf(before, after).map(({ asset, text }) => `${asset} ${text}`)).toEqual([
    'b was "if inputs change", now "runs"',
    "c has other causes now",
    "e is new: runs",
    "a is no longer needed",
  ]);
});

test("equal plans do not differ", () => {
  expect(differenceOf(plan(step("a", [])), plan(step("a", [])))).toEqual([]);
});
