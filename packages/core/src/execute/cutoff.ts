/** Early cutoff: steps that have nothing to compute, and steps whose computation is on record. Outputs of one function only all together. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellRef, type CellState, cellText, type Materialization } from "../model/cell.ts";
import { failedErrors } from "../model/check.ts";
import type { Outcome, Step } from "../model/run.ts";
import { traceKey } from "../model/version.ts";
import { causesOf, current, isTooOld } from "../stale/direct-causes.ts";
import { currentInputs } from "../stale/upstream-versions.ts";
import type { NewMaterialization, Settlement } from "../store/store.ts";

/** An output whose step is due. */
export interface Due {
  readonly step: Step;
  readonly node: AssetNode;
}

/** What is known while a run is settled. */
export interface Known {
  readonly steps: readonly Step[];
  readonly outcomes: readonly Outcome[];
  readonly graph: AssetGraph;
  readonly states: ReadonlyMap<string, CellState>;
  /** By the clock of the store. */
  readonly now: Date;
  readonly findReusable: (cell: CellRef, traceKey: string) => Promise<Materialization | null>;
}

/** How a step ends without running, and the materialization that is current then, where it is an earlier one. */
export interface Ended {
  readonly settlement: Settlement;
  readonly reused?: Materialization;
}

/** `null` where one of the outputs is missing or has a cause left. */
export function unchanged(due: readonly Due[], known: Known): readonly Ended[] | null {
  const ended: Ended[] = [];
  for (const { step, node } of due) {
    const latest = current(known.states.get(cellText(step)));
    if (latest === null || causes(step, node, known).length > 0) return null;
    const failedChecks = failedErrors(node.checks, latest.checks);
    ended.push({ settlement: { ordinal: step.ordinal, outcome: "UNCHANGED", reason: unchangedReason(step, known), failedChecks } });
  }
  return ended;
}

const causes = (step: Step, node: AssetNode, { graph, states, now }: Known) => causesOf(node, states.get(cellText(step)), { nodes: graph.nodes, states }, now);

function unchangedReason({ needs }: Step, { steps, outcomes }: Known): string {
  const blocked = needs.filter((need) => outcomes[need] === "BLOCKED").flatMap((need) => steps[need]?.asset ?? []);
  if (blocked.length > 0) return `${blocked.join(", ")} ${blocked.length === 1 ? "was" : "were"} blocked, and nothing that it depends on differs`;
  return needs.length > 0 ? "its inputs turned out unchanged" : "nothing that it depends on differs any more";
}

/** `null` where an output has no earlier equal computation, or not the same one as the others. */
export async function reused(due: readonly Due[], known: Known): Promise<readonly Ended[] | null> {
  const ended: Ended[] = [];
  const computations = new Set<string>();
  for (const { step, node } of due) {
    const earlier = await earlierComputation(step, node, known);
    if (earlier === null || computations.add(earlier.found.computedBy).size > 1) return null;
    ended.push(takenOver(step, node, earlier));
  }
  return ended;
}

interface Earlier {
  readonly found: Materialization;
  readonly inputs: NewMaterialization["trace"]["inputs"];
  readonly key: string;
}

async function earlierComputation(step: Step, node: AssetNode, known: Known): Promise<Earlier | null> {
  if (node.reuse === false || current(known.states.get(cellText(step))) === null) return null;
  // Data that is too old, or that somebody changed outside, is not mended by what was computed before.
  if (causes(step, node, known).some((cause) => cause.code === "EXPIRED" || cause.code === "DRIFT")) return null;
  const inputs = currentInputs(node, known.graph.nodes, known.states);
  const key = traceKey({ codeVersion: node.codeVersion, inputs, configHash: node.configHash });
  const found = await known.findReusable(step, key);
  return found === null || isTooOld(node, found, known.now) ? null : { found, inputs, key };
}

function takenOver(step: Step, node: AssetNode, { found, inputs, key }: Earlier): Ended {
  const reason = `computed before from the same inputs, code and config (${found.at.toISOString()})`;
  const trace = { ...found.trace, inputs, codeParts: node.codeParts };
  const { stored, metadata, provenance, checks, computedAt, computedBy } = found;
  const materialization: NewMaterialization = {
    ...{ outcome: "REUSED", reason, durationMs: 0 },
    ...{ stored, metadata, provenance, checks, computedAt, computedBy, trace, traceKey: key },
  };
  const failedChecks = failedErrors(node.checks, checks);
  return { settlement: { ordinal: step.ordinal, outcome: "REUSED", reason, failedChecks, materialization }, reused: { ...found, trace } };
}
