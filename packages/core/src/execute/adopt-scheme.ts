/**
 * Another scheme of code versions: recorded traces get the versions that the same code has by it, so that the next edit is compared with
 * them. Until then the texts of the sources tell that nothing changed, and a comment would be a change.
 */
import type { AssetNode, SerializedDefinitions } from "../model/asset-node.ts";
import type { Observation } from "../model/cell.ts";
import type { Trace, TracedInput } from "../model/trace.ts";
import { edgeFingerprint, sourceVersion } from "../model/version.ts";
import { isSameCode, isSameSource } from "../stale/code-cause.ts";
import { current } from "../stale/direct-causes.ts";
import type { Store } from "../store/store.ts";

/** To be called before definitions are activated. Does nothing where they have the scheme of those that are active. */
export async function adoptScheme(store: Store, definitions: SerializedDefinitions): Promise<void> {
  const before = await store.activeLocation();
  if (before === null || schemesOf(before.definitions) === schemesOf(definitions)) return;
  const nodes = new Map(definitions.assets.map((node) => [node.key, node]));
  const recorded = [...(await store.cells()).values()].flatMap((state) => current(state) ?? []);
  const looks = new Map((await store.observationsBySeq(recorded.flatMap(({ trace }) => seqsOf(trace)))).map((look) => [look.seq, look]));
  await store.retrace(
    recorded.flatMap(({ asset, partition, seq, trace }) => {
      const node = nodes.get(asset);
      const adopted = node === undefined ? trace : retraced(trace, node, { nodes, looks });
      return adopted === trace ? [] : [{ asset, partition, materialization: seq, trace: adopted }];
    }),
  );
}

const schemesOf = ({ assets }: SerializedDefinitions): string => [...new Set(assets.map(({ codeParts }) => codeParts.scheme))].sort().join();

/** Of the looks at sources that a trace stands on. */
const seqsOf = ({ inputs }: Trace): readonly string[] =>
  inputs.filter(({ sourceCode }) => sourceCode !== null).flatMap(({ cells }) => cells.flatMap(({ seq }) => seq ?? []));

interface Known {
  readonly nodes: ReadonlyMap<string, AssetNode>;
  readonly looks: ReadonlyMap<string, Observation>;
}

/** The same trace where nothing in it is known by another version now. */
function retraced(trace: Trace, node: AssetNode, known: Known): Trace {
  const inputs = trace.inputs.map((input) => retracedInput(input, known));
  const isOther = trace.codeVersion !== node.codeVersion && isSameCode(trace, node);
  if (!isOther) return inputs.every((input, index) => input === trace.inputs[index]) ? trace : { ...trace, inputs };
  return { ...trace, inputs, codeVersion: node.codeVersion, codeParts: { ...node.codeParts, formerly: trace.codeVersion } };
}

function retracedInput(input: TracedInput, { nodes, looks }: Known): TracedInput {
  const node = nodes.get(input.upstream);
  if (node?.kind !== "source" || input.sourceCode === null || input.sourceCode === node.codeVersion || !isSameSource(input, node)) return input;
  const cells = input.cells.map((cell) => {
    const seen = cell.seq === null ? null : looks.get(cell.seq)?.dataVersion;
    return { ...cell, version: cell.version === null ? null : seen && sourceVersion(seen, node.codeVersion) };
  });
  const versions = cells.map(({ partition, version }) => ({ key: input.upstream, partition, version: version ?? null }));
  if (versions.some(({ version }, index) => version === null && input.cells[index]?.version !== null)) return input;
  return {
    ...input,
    sourceCode: node.codeVersion,
    sourceParts: { ...node.codeParts, formerly: input.sourceCode },
    fingerprint: edgeFingerprint(versions),
    cells: cells.map((cell, index) => ({ ...cell, version: versions[index]?.version ?? null })),
  };
}
