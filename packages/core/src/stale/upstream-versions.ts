/** The versions of what a cell reads, as they are now: what a trace would record. */
import type { AssetNode } from "../model/asset-node.ts";
import { type CellState, cellText } from "../model/cell.ts";
import type { TracedInput } from "../model/trace.ts";
import { edgeFingerprint, sourceVersion } from "../model/version.ts";
import { isSameSource } from "./code-cause.ts";

export type NodeLookup = { get(key: string): AssetNode | undefined };
export type StateLookup = { get(cell: string): CellState | undefined };

/**
 * The version by which a cell counts in fingerprints: of an asset its data version; of a source its observed version
 * together with its code version. `null` for a cell that does not exist.
 */
function versionOf(node: AssetNode | undefined, state: CellState | undefined): string | null {
  if (node?.kind === "source") return state?.observation?.dataVersion ? sourceVersion(state.observation.dataVersion, node.codeVersion) : null;
  return state?.materialization?.trace.dataVersion ?? null;
}

/** Inputs of an unpartitioned asset with fingerprints over the current versions of their upstream cells. */
export function currentInputs(node: AssetNode, nodes: NodeLookup, states: StateLookup): readonly TracedInput[] {
  return node.inputs.map((input) => {
    const upstream = nodes.get(input.upstream);
    const state = states.get(cellText({ asset: input.upstream, partition: null }));
    const version = versionOf(upstream, state);
    const isSource = upstream?.kind === "source";
    return {
      input: input.name,
      upstream: input.upstream,
      mapping: input.mapping,
      triggers: input.triggers,
      ...(isSource ? { sourceCode: upstream.codeVersion, sourceParts: upstream.codeParts } : { sourceCode: null }),
      fingerprint: edgeFingerprint(version === null ? [] : [{ key: input.upstream, partition: null, version }]),
      cells: [{ partition: null, version, seq: (isSource ? state?.observation?.seq : state?.materialization?.seq) ?? null }],
    };
  });
}

/**
 * The fingerprint of what an input reads now, made as that of a trace was: with the name that its upstream had then, and with the version
 * of a source's code by which it was known then, where that is the same code.
 * @param sourceCode That version; default: the one in the trace.
 */
export function fingerprintAs(
  known: TracedInput,
  input: TracedInput,
  { nodes, states }: { readonly nodes: NodeLookup; readonly states: StateLookup },
  sourceCode: string | null = known.sourceCode,
): string {
  const node = nodes.get(input.upstream);
  const observed = states.get(cellText({ asset: input.upstream, partition: null }))?.observation?.dataVersion;
  const asThen = node?.kind === "source" && observed && isSameSource(known, node) ? sourceVersion(observed, sourceCode ?? "") : null;
  return edgeFingerprint(
    input.cells.map(({ partition, version }) => ({ key: known.upstream, partition, version: version === null ? null : (asThen ?? version) })),
  );
}
