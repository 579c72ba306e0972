/** Early cutoff: steps that have nothing to compute, and steps whose computation is on record. Outputs of one function only all together. */
import type { AssetGraph } from "../graph/asset-graph.ts";
import type { AssetNode } from "../model/asset-node.ts";
import { type CellRef, type CellState, cellText, type Materialization } from "../model/cell.ts";
import { failedErrors } from "../model/check.ts";
import type { Outcome, Step } from "../model/run.ts";
import type { Trace } from "../model/trace.ts";
import { traceKey } from "../model/version.ts";
import { isSameCode } from "../stale/code-cause.ts";
import { causesOf, current, isTooOld } from "../stale/direct-causes.ts";
import { currentInputs, fingerprintAs } from "../stale/upstream-versions.ts";
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
  const latest = current(known.states.get(cellText(step)));
  if (node.reuse === false || latest === null) return null;
  // Data that is too old, or that somebody changed outside, is not mended by what was computed before.
  if (causes(step, node, known).some((cause) => cause.code === "EXPIRED" || cause.code === "DRIFT")) return null;
  const inputs = currentInputs(node, known.graph.nodes, known.states);
  const key = traceKey({ codeVersion: node.codeVersion, inputs, configHash: node.configHash });
  const found = (await known.findReusable(step, key)) ?? (await knownOtherwise(step, node, inputs, latest.trace, known));
  return found === null || isTooOld(node, found, known.now) ? null : { found, inputs, key };
}

/** What was computed while the same code was known by versions of another scheme: those that the latest trace has, or was recorded with. */
async function knownOtherwise(step: Step, node: AssetNode, inputs: Trace["inputs"], latest: Trace, known: Known): Promise<Materialization | null> {
  const scope = { nodes: known.graph.nodes, states: known.states };
  const recorded = new Map(latest.inputs.map((input) => [input.input, input]));
  const asThen = inputs.map((input) => {
    const before = recorded.get(input.input);
    if (before?.upstream !== input.upstream) return input;
    return { ...input, fingerprint: fingerprintAs(before, input, scope, before.sourceParts?.formerly ?? before.sourceCode) };
  });
  const codeVersion = isSameCode(latest, node) ? (latest.codeParts.formerly ?? latest.codeVersion) : node.codeVersion;
  if (codeVersion === node.codeVersion && asThen.every(({ fingerprint }, index) => fingerprint === inputs[index]?.fingerprint)) return null;
  const found = await known.findReusable(step, traceKey({ codeVersion, inputs: asThen, configHash: node.configHash }));
  return found !== null && isSameCode(found.trace, node) ? found : null;
}

function takenOver(step: Step, node: AssetNode, { found, inputs, key }: Earlier): Ended {
  const reason = `computed before from the same inputs, code and config (${found.at.toISOString()})`;
  const { codeVersion, codeParts } = node;
  const trace = { ...found.trace, inputs, codeVersion, codeParts };
  const { stored, metadata, provenance, checks, computedAt, computedBy } = found;
  const materialization: NewMaterialization = {
    ...{ outcome: "REUSED", reason, durationMs: 0 },
    ...{ stored, metadata, provenance, checks, computedAt, computedBy, trace, traceKey: key },
  };
  const failedChecks = failedErrors(node.checks, checks);
  return { settlement: { ordinal: step.ordinal, outcome: "REUSED", reason, failedChecks, materialization }, reused: { ...found, trace } };
}
