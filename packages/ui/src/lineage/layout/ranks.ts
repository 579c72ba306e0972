/** Which column of the drawing each asset stands in. */
import type { Link } from "./layout.ts";

/**
 * Every edge leads to a later column. First as far left as possible, then each asset that has more consumers than
 * inputs moves right until it touches one, which keeps edges short (a source stands beside what reads it).
 */
export function ranksOf(nodes: readonly string[], links: readonly Link[]): Map<string, number> {
  const order = topological(nodes, links);
  const incoming = Map.groupBy(links, (link) => link.to);
  const outgoing = Map.groupBy(links, (link) => link.from);
  const ranks = new Map<string, number>();
  for (const key of order) ranks.set(key, 1 + Math.max(-1, ...(incoming.get(key) ?? []).map((link) => ranks.get(link.from) ?? -1)));
  for (const key of order.toReversed()) {
    const consumers = outgoing.get(key) ?? [];
    if (consumers.length <= (incoming.get(key) ?? []).length) continue;
    ranks.set(key, Math.min(...consumers.map((link) => ranks.get(link.to) ?? 0)) - 1);
  }
  return ranks;
}

/** Kahn's algorithm. Assets on a cycle (the server refuses those) would come last, in the order given. */
function topological(nodes: readonly string[], links: readonly Link[]): readonly string[] {
  const waiting = new Map(nodes.map((key) => [key, 0]));
  for (const link of links) waiting.set(link.to, (waiting.get(link.to) ?? 0) + 1);
  const outgoing = Map.groupBy(links, (link) => link.from);
  const order = nodes.filter((key) => waiting.get(key) === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const link of outgoing.get(order[at] as string) ?? []) {
      const left = (waiting.get(link.to) ?? 0) - 1;
      waiting.set(link.to, left);
      if (left === 0) order.push(link.to);
    }
  }
  const placed = new Set(order);
  return [...order, ...nodes.filter((key) => !placed.has(key))];
}
