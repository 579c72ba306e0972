/** Why a cell is stale by itself: its trace against the definitions and the versions as they are now. */
import type { AssetNode } from "../model/asset-node.ts";
import { type CellState, cellText, type Materialization, type Report } from "../model/cell.ts";
import type { Cause, CauseCode } from "../model/status.ts";
import type { CodeParts, Trace, TracedInput } from "../model/trace.ts";
import { edgeFingerprint } from "../model/version.ts";
import { currentInputs, type NodeLookup, type StateLookup } from "./upstream-versions.ts";

export interface Scope {
  readonly nodes: NodeLookup;
  readonly states: StateLookup;
}

/** Direct causes of a materialized cell, in the order of STALENESS: code, inputs, mapping, input content, config. */
function directCauses(node: AssetNode, trace: Trace, scope: Scope): readonly Cause[] {
  const current = currentInputs(node, scope.nodes, scope.states).filter((input) => input.triggers);
  const triggers = new Map(node.inputs.map((input) => [pair(input), input.triggers]));
  // An input that is still there counts as it is declared now; one that is gone, as it did count.
  const recorded = trace.inputs.map((input) => asCalledNow(input, node, scope)).filter((input) => triggers.get(tracedPair(input)) ?? input.triggers);
  return [...codeCause(node, trace), ...inputCauses(node, recorded, current, scope), ...configCause(node, trace)];
}

/** All causes of a cell as it is recorded: those of its trace, then its age and what was said from outside. None where it is missing. */
export function causesOf(node: AssetNode, state: CellState | undefined, scope: Scope, now: Date): readonly Cause[] {
  const latest = current(state);
  if (latest === null) return [];
  return [...directCauses(node, latest.trace, scope), ...expiry(node, latest, now), ...drift(node, latest, state?.report ?? null)];
}

/** The materialization that counts: `null` where there is none since the last wipe. */
export const current = (state: CellState | undefined): Materialization | null => (state === undefined || state.wiped ? null : state.materialization);

/** Whether data is beyond the maximum age of its asset. */
export const isTooOld = (node: AssetNode, { computedAt }: Materialization, now: Date): boolean =>
  node.maxAgeMs !== undefined && computedAt.getTime() + node.maxAgeMs < now.getTime();

function expiry(node: AssetNode, latest: Materialization, now: Date): readonly Cause[] {
  if (!isTooOld(node, latest, now)) return [];
  return [cause(node, "EXPIRED", { message: `${node.key} is older than its maximum age`, from: latest.computedAt.toISOString() })];
}

function drift(node: AssetNode, latest: Materialization, report: Report | null): readonly Cause[] {
  if (report === null || report.dataVersion === latest.trace.dataVersion) return [];
  return [
    cause(node, "DRIFT", {
      message: `${node.key} was reported to be another version than was computed`,
      from: latest.trace.dataVersion,
      to: report.dataVersion,
    }),
  ];
}

/** A recorded input by the name that its upstream has now. */
interface RecordedInput extends TracedInput {
  /** The name that its fingerprint was made with. */
  readonly recordedAs: string;
}

function asCalledNow(known: TracedInput, node: AssetNode, { nodes }: Scope): RecordedInput {
  const now = node.inputs.find((input) => input.name === known.input)?.upstream;
  const isRenamed = now !== undefined && nodes.get(now)?.formerly?.includes(known.upstream) === true;
  return { ...known, upstream: isRenamed ? now : known.upstream, recordedAs: known.upstream };
}

/** Whether an input reads the same versions as it did, by whatever name. */
const readsTheSame = (known: RecordedInput, { cells, fingerprint }: TracedInput): boolean =>
  known.fingerprint ===
  (known.recordedAs === known.upstream ? fingerprint : edgeFingerprint(cells.map(({ partition, version }) => ({ key: known.recordedAs, partition, version }))));

const pair = (input: { readonly name: string; readonly upstream: string }): string => JSON.stringify([input.name, input.upstream]);
const tracedPair = (input: TracedInput): string => pair({ name: input.input, upstream: input.upstream });

function codeCause(node: AssetNode, trace: Trace): readonly Cause[] {
  if (node.codeVersion === trace.codeVersion) return [];
  return [
    cause(node, "CODE_CHANGED", {
      message: `the code of ${node.key} changed: ${changedParts(trace.codeParts, node.codeParts)}`,
      from: trace.codeVersion,
      to: node.codeVersion,
    }),
  ];
}

function changedParts(before: CodeParts, after: CodeParts): string {
  if (before.explicit !== after.explicit) return `its stated version was ${before.explicit ?? "automatic"} and is ${after.explicit ?? "automatic"}`;
  const names = { body: "its function", schema: "its schema", config: "its config schema", params: "its params" } as const;
  const changed = (Object.keys(names) as (keyof typeof names)[]).filter((part) => before[part] !== after[part]).map((part) => names[part]);
  return changed.join(", ") || "its version";
}

function inputCauses(node: AssetNode, recorded: readonly RecordedInput[], current: readonly TracedInput[], scope: Scope): readonly Cause[] {
  const before = new Map(recorded.map((input) => [tracedPair(input), input]));
  const now = new Map(current.map((input) => [tracedPair(input), input]));
  const added = current.filter((input) => !before.has(tracedPair(input)));
  const removed = recorded.filter((input) => !now.has(tracedPair(input)));
  const kept = current.flatMap((input) => {
    const known = before.get(tracedPair(input));
    return known === undefined ? [] : [{ known, input }];
  });
  return [
    ...added.map((input) => cause(node, "INPUT_ADDED", { ...of(input), message: `input "${input.input}" (${input.upstream}) is new` })),
    ...removed.map((input) => cause(node, "INPUT_REMOVED", { ...of(input), message: `input "${input.input}" (${input.upstream}) is gone` })),
    ...kept
      .filter(({ known, input }) => known.mapping !== input.mapping)
      .map(({ known, input }) =>
        cause(node, "MAPPING_CHANGED", { ...of(input), message: `input "${input.input}" is mapped differently`, from: known.mapping, to: input.mapping }),
      ),
    ...kept
      .filter(({ known, input }) => known.mapping === input.mapping && !readsTheSame(known, input))
      .map(({ known, input }) => changedInput(node, known, input, scope)),
  ];
}

const of = (input: TracedInput): { readonly input: string; readonly upstream: string } => ({ input: input.input, upstream: input.upstream });

function changedInput(node: AssetNode, known: TracedInput, input: TracedInput, scope: Scope): Cause {
  const state = scope.states.get(cellText({ asset: input.upstream, partition: null }));
  return cause(node, "INPUT_CHANGED", {
    ...of(input),
    message: changeOf(known, input, state),
    from: known.cells[0]?.version ?? null,
    to: input.cells[0]?.version ?? null,
  });
}

function changeOf(known: TracedInput, input: TracedInput, state: CellState | undefined): string {
  const before = known.cells[0]?.version ?? null;
  const now = input.cells[0]?.version ?? null;
  if (before === null) return `${input.upstream} has appeared`;
  if (now === null) return `${input.upstream} has vanished`;
  if (known.sourceCode !== input.sourceCode) return `${input.upstream} is read differently (its path, parser or schema changed)`;
  const { path, url } = state?.observation?.metadata ?? {};
  const place = path ?? url;
  return typeof place === "string" ? `${input.upstream} (${place}) changed` : `${input.upstream} changed`;
}

function configCause(node: AssetNode, trace: Trace): readonly Cause[] {
  if (node.configHash === trace.configHash) return [];
  return [
    cause(node, "CONFIG_CHANGED", {
      message: `${node.key} was computed with another config than the standing one`,
      from: trace.configHash,
      to: node.configHash,
    }),
  ];
}

function cause(node: AssetNode, code: CauseCode, details: Partial<Cause> & { readonly message: string }): Cause {
  return { code, asset: node.key, partition: null, input: null, upstream: null, from: null, to: null, partitions: [], ...details };
}
