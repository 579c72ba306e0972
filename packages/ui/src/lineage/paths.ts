/** Ways through the lineage: what lies upstream and downstream, and the chain from an asset to what made it stale. */
import type { Link } from "./layout/layout.ts";

export type Direction = "upstream" | "downstream";

/** The direct neighbours of each asset. */
export function neighbours(links: readonly Link[], direction: Direction): ReadonlyMap<string, readonly string[]> {
  const near = new Map<string, string[]>();
  for (const { from, to } of links) {
    const [key, other] = direction === "upstream" ? [to, from] : [from, to];
    near.set(key, [...(near.get(key) ?? []), other]);
  }
  return near;
}

/** All that is reached from `starts`, themselves included. */
export function reach(starts: Iterable<string>, near: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(starts);
  for (const key of found) for (const other of near.get(key) ?? []) found.add(other);
  return found;
}

/** The shortest way upstream from `asset` to `root`, both included; just these two where the way is not in sight. */
export function chainTo(root: string, asset: string, upstream: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const cameFrom = new Map<string, string | null>([[asset, null]]);
  for (const key of cameFrom.keys()) {
    if (key === root) break;
    for (const other of upstream.get(key) ?? []) if (!cameFrom.has(other)) cameFrom.set(other, key);
  }
  if (!cameFrom.has(root)) return [asset, root];
  const chain: string[] = [];
  for (let at: string | null | undefined = root; at; at = cameFrom.get(at)) chain.unshift(at);
  return chain;
}
