import { describe, expect, it } from "vitest";
import { buildGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellState, unknownCell } from "../model/cell.ts";
import type { CheckNode, CheckResult } from "../model/check.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import { type PlanRequest, planRun } from "./plan-run.ts";

const parts = { explicit: null, body: "", schema: "", config: "", params: "" };
const node = (key: string, inputs: readonly string[] = [], more: Partial<AssetNode> = {}): AssetNode => ({
  ...{ key, kind: key.startsWith("raw") ? "source" : "asset", group: "g", description: null, owners: [], tags: {}, kinds: [] },
  ...{ codeVersion: "1", codeParts: parts, after: [], schema: null, columns: null, configSchema: null, configHash: "", declaredAt: null },
  inputs: inputs.map((upstream) => ({ name: upstream, upstream, mapping: "one", triggers: true, loads: true })),
  ...more,
});

/** Nodes in topological order, each materialized once from what is above it; `results` are those of their checks. */
function world(nodes: readonly AssetNode[], { missing = [], results = {} }: { missing?: readonly string[]; results?: Record<string, CheckResult[]> } = {}) {
  const graph = buildGraph({ version: "1", assets: nodes });
  const states = new Map<string, CellState>();
  for (const { key, kind } of nodes) {
    const at = new Date(0);
    const cell = { asset: key, partition: null };
    const known = graph.nodes.get(key);
    if (known === undefined || missing.includes(key)) continue;
    const event = { ...cell, seq: "1", at, metadata: {} };
    if (kind === "source") states.set(key, { ...unknownCell(cell), observation: { ...event, checkedAt: at, dataVersion: "1", error: null } });
    else {
      const trace = { codeVersion: "1", codeParts: parts, inputs: currentInputs(known, graph.nodes, states), configHash: "", dataVersion: "1" };
      const made = { outcome: "SUCCEEDED" as const, reason: "", runId: "r", stepId: "r.0", computedBy: "r.0", computedAt: at, durationMs: 1, stored: null };
      states.set(key, { ...unknownCell(cell), materialization: { ...event, ...made, provenance: null, trace, checks: results[key] ?? [] } });
    }
  }
  const plan = (request: Partial<PlanRequest> = {}) => planRun(graph, states, { select: "*", ...request }, new Date(0));
  const actions = (request: Partial<PlanRequest> = {}) => plan(request).steps.map((step) => [step.asset, step.action]);
  return { plan, actions };
}

describe("a failed blocking check", () => {
  const declared: CheckNode = { name: "ok", severity: "error", blocking: true, description: null };
  const failed: CheckResult = { name: "ok", severity: "error", blocking: true, passed: false, message: null, metadata: {}, error: null };
  const chain = (checks: readonly CheckNode[] = [declared]) => [node("raw"), node("a", ["raw"], { checks }), node("b", ["a"]), node("c", ["b"])];
  const results = { a: [failed] };

  it("blocks what has to read the asset, and says which check", () => {
    const { plan } = world(chain(), { results, missing: ["b"] });
    expect(plan().steps).toMatchObject([
      {
        asset: "b",
        action: "BLOCKED",
        reason: 'the blocking check "ok" of a failed',
        missing: [],
        failedChecks: [{ asset: "a", check: "ok" }],
        needs: [],
        wave: 0,
      },
    ]);
  });
  it("blocks nothing where the asset is computed in the same plan", () => {
    const { actions } = world(chain(), { results, missing: ["b"] });
    expect(actions({ mode: "ALL" })).toEqual([
      ["a", "RUN"],
      ["b", "RUN"],
      ["c", "RUN"],
    ]);
    expect(actions({ mode: "ALL", select: "b, c" })).toEqual([
      ["b", "BLOCKED"],
      ["c", "BLOCKED"],
    ]);
  });
  it("counts as long as it is declared as blocking", () => {
    expect(world(chain([{ ...declared, blocking: false }]), { results, missing: ["b"] }).actions()).toContainEqual(["b", "RUN"]);
    expect(world(chain([]), { results, missing: ["b"] }).actions()).toContainEqual(["b", "RUN"]);
    expect(world(chain(), { results: { a: [{ ...failed, blocking: false }] }, missing: ["b"] }).actions()).toContainEqual(["b", "RUN"]);
    expect(world(chain(), { results: { a: [{ ...failed, passed: true }] }, missing: ["b"] }).actions()).toContainEqual(["b", "RUN"]);
  });
  it("leaves alone what only comes after, and what is held is held", () => {
    const nodes = [node("raw"), node("a", ["raw"], { checks: [declared] }), node("b", ["raw"], { after: ["a"] }), node("c", ["a"], { launch: "manual" })];
    expect(world(nodes, { results, missing: ["b", "c"] }).actions()).toEqual([
      ["b", "RUN"],
      ["c", "HELD"],
    ]);
  });
  it("is said beside what is missing", () => {
    const nodes = [node("raw"), node("a", ["raw"], { checks: [declared] }), node("gone"), node("b", ["a", "gone"])];
    const [step] = world(nodes, { results, missing: ["b", "gone"] }).plan({ select: "b" }).steps;
    expect(step).toMatchObject({ action: "BLOCKED", missing: ["gone"], failedChecks: [{ asset: "a", check: "ok" }] });
    expect(step?.reason).toBe('needs gone, which has never been materialized and is not in this plan; the blocking check "ok" of a failed');
  });
});

it("an upstream that is read twice is named once, and awaited once", () => {
  const twice = ["x", "y"].map((name) => ({ name, upstream: "a", mapping: "one", triggers: true, loads: true }));
  const { plan } = world([node("raw"), node("a", ["raw"], { codeVersion: "2" }), node("b", [], { inputs: twice })]);
  expect(plan().steps).toMatchObject([{ asset: "a" }, { asset: "b", reason: "runs only if the result of a changes", needs: [0] }]);
  expect(plan({ select: "b" }).notNeeded).toMatchObject([{ asset: "b", reason: "waits for a, which is not fresh and not in this plan" }]);
});

describe("outputs of one function", () => {
  const unit = (name: string, more: Partial<AssetNode> = {}) => node(`u/${name}`, ["raw"], { unit: "u", ...more });
  const nodes = (more: Partial<AssetNode> = {}) => [node("raw"), unit("a", more), node("between", ["raw"]), unit("b", more), node("below", ["u/b", "between"])];

  it("are planned together where one has to run, and say because of which", () => {
    const { plan } = world(nodes(), { missing: ["u/b", "below"] });
    expect(plan({ select: "u/a, below" }).steps).toMatchObject([
      { asset: "u/a", action: "RUN", reason: "computed together with u/b", wave: 0, needs: [], computedWith: null },
      { asset: "u/b", action: "RUN", reason: "never materialized before", wave: 0, needs: [], computedWith: 0 },
      { asset: "below", action: "RUN", wave: 1, needs: [1], computedWith: null },
    ]);
  });
  it("run where one may only run if something changes", () => {
    const above = [node("raw"), node("top", ["raw"], { volatile: true })];
    const outputs = [node("u/a", ["top"], { unit: "u" }), node("u/b", ["top"], { unit: "u" })];
    const { plan } = world([...above, ...outputs]);
    expect(plan({ select: "top, u/b" }).steps.map(({ asset, action, needs, computedWith }) => [asset, action, needs, computedWith])).toEqual([
      ["top", "RUN", [], null],
      ["u/a", "CONDITIONAL", [0], null],
      ["u/b", "CONDITIONAL", [0], 1],
    ]);
    expect(world([...above, ...outputs], { missing: ["u/b"] }).actions()).toEqual([
      ["top", "RUN"],
      ["u/a", "RUN"],
      ["u/b", "RUN"],
    ]);
  });
  it("are not needed only together, each for its own reason", () => {
    expect(world(nodes()).plan({ select: "u/a" })).toMatchObject({
      steps: [],
      notNeeded: [
        { asset: "u/a", reason: "fresh" },
        { asset: "u/b", reason: "fresh" },
      ],
    });
  });
  it("are held together, unless one of them is named", () => {
    const { actions } = world(nodes({ launch: "manual" }), { missing: ["u/b"] });
    expect(actions({ select: "u/*" })).toEqual([
      ["u/a", "HELD"],
      ["u/b", "HELD"],
    ]);
    expect(actions({ select: "u/a" })).toEqual([
      ["u/a", "RUN"],
      ["u/b", "RUN"],
    ]);
  });
  it("are blocked together", () => {
    const outputs = ["a", "b"].map((name) => node(`u/${name}`, ["gone"], { unit: "u" }));
    expect(world([node("gone"), ...outputs], { missing: ["gone", "u/b"] }).plan({ select: "u/a" }).steps).toMatchObject([
      { asset: "u/a", action: "BLOCKED", missing: ["gone"] },
      { asset: "u/b", action: "BLOCKED", missing: ["gone"] },
    ]);
  });
  it("run where config is given for the function", () => {
    expect(world(nodes()).actions({ select: "u/b", config: { u: {} } })).toEqual([
      ["u/a", "RUN"],
      ["u/b", "RUN"],
    ]);
  });
});
