/** Why a cell is stale by itself: its trace against the definitions and the versions as they are now. */
import type { AssetNode } from "../model/asset-node.ts";
import { type CellState, cellText, type Materialization, type Report } from "../model/cell.ts";
import type { CodeChange, ManifestLookup } from "../model/code.ts";
import type { Cause, CauseCode } from "../model/status.ts";
import type { Trace, TracedInput } from "../model/trace.ts";
import { codeDifference, isSameCode, isSameSource } from "./code-cause.ts";
import { currentInputs, fingerprintAs, type NodeLookup, type StateLookup } from "./upstream-versions.ts";

export interface Scope {
  readonly nodes: NodeLookup;
  readonly states: StateLookup;
  /** What code versions are made of, where causes are told to people. */
  readonly manifests?: ManifestLookup;
}

/** Direct causes of a materialized cell, in the order of STALENESS: code, inputs, mapping, input content, config. */
function directCauses(node: AssetNode, trace: Trace, scope: Scope): readonly Cause[] {
  const current = currentInputs(node, scope.nodes, scope.states).filter((input) => input.triggers);
  const triggers = new Map(node.inputs.map((input) => [pair(input), input.triggers]));
  // An input that is still there counts as it is declared now; one that is gone, as it did count.
  const recorded = trace.inputs.map((input) => asCalledNow(input, node, scope)).filter((input) => triggers.get(tracedPair(input)) ?? input.triggers);
  return [...codeCause(node, trace, scope.manifests), ...inputCauses(node, recorded, current, scope), ...configCause(node, trace)];
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

/** Whether an input reads the same versions as it did, by whatever name and by whatever scheme the code of its source is known. */
const readsTheSame = (known: RecordedInput, input: TracedInput, scope: Scope): boolean =>
  known.fingerprint === input.fingerprint || known.fingerprint === fingerprintAs({ ...known, upstream: known.recordedAs }, input, scope);

const pair = (input: { readonly name: string; readonly upstream: string }): string => JSON.stringify([input.name, input.upstream]);
const tracedPair = (input: TracedInput): string => pair({ name: input.input, upstream: input.upstream });

function codeCause(node: AssetNode, trace: Trace, manifests: ManifestLookup = new Map()): readonly Cause[] {
  if (isSameCode(trace, node)) return [];
  const { words, changes } = codeDifference(trace, node, manifests);
  const known = changes.length === 0 ? {} : { changes };
  return [cause(node, "CODE_CHANGED", { message: `the code of ${node.key} changed: ${words}`, from: trace.codeVersion, to: node.codeVersion, ...known })];
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
      .filter(({ known, input }) => known.mapping === input.mapping && !readsTheSame(known, input, scope))
      .map(({ known, input }) => changedInput(node, known, input, scope)),
  ];
}

const of = (input: TracedInput): { readonly input: string; readonly upstream: string } => ({ input: input.input, upstream: input.upstream });

function changedInput(node: AssetNode, known: TracedInput, input: TracedInput, scope: Scope): Cause {
  const { message, changes } = changeOf(known, input, scope);
  return cause(node, "INPUT_CHANGED", {
    ...of(input),
    message,
    from: known.cells[0]?.version ?? null,
    to: input.cells[0]?.version ?? null,
    ...(changes.length === 0 ? {} : { changes }),
  });
}

function changeOf(
  known: TracedInput,
  input: TracedInput,
  { nodes, states, manifests }: Scope,
): { readonly message: string; readonly changes: readonly CodeChange[] } {
  const { upstream } = input;
  const said = (words: string) => ({ message: `${upstream} ${words}`, changes: [] });
  if ((known.cells[0]?.version ?? null) === null) return said("has appeared");
  if ((input.cells[0]?.version ?? null) === null) return said("has vanished");
  const node = nodes.get(upstream);
  if (node !== undefined && known.sourceCode !== null && !isSameSource(known, node)) return sourceChange(known, node, manifests);
  const { path, url } = states.get(cellText({ asset: upstream, partition: null }))?.observation?.metadata ?? {};
  const place = path ?? url;
  return said(typeof place === "string" ? `(${place}) changed` : "changed");
}

function sourceChange({ sourceCode, sourceParts }: TracedInput, node: AssetNode, manifests: ManifestLookup = new Map()) {
  const { words, changes } =
    sourceParts === undefined ? nothingKnown : codeDifference({ codeVersion: sourceCode ?? "", codeParts: sourceParts }, node, manifests);
  return { message: `${node.key} is read differently (${changes.length === 0 ? "its path, parser or schema changed" : words})`, changes };
}

const nothingKnown = { words: "", changes: [] };

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
