/** Which asset somebody means by `KEY` or `KEY@partition`: a defined one, or one that only the history knows. */
import { type AssetGraph, type CellStates, HeadwaterError, similarNames } from "@headwater/core/engine";

/** @throws HeadwaterError `ASSET_UNKNOWN` with similar keys, `NOT_PARTITIONED` */
export function findAsset(text: string, graph: AssetGraph, states: CellStates): string {
  const known = new Set([...graph.nodes.keys(), ...[...states.values()].map((state) => state.asset)]);
  if (known.has(text)) return text;
  const at = text.lastIndexOf("@");
  if (at > 0 && known.has(text.slice(0, at))) throw new HeadwaterError("NOT_PARTITIONED", { option: `The partition "${text.slice(at + 1)}"` });
  throw new HeadwaterError("ASSET_UNKNOWN", { key: text, similar: similarNames(text, known) });
}
