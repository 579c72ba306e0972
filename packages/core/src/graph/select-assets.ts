/** Which assets a selection means on a graph. */
import type { AssetNode } from "../model/asset-node.ts";
import { HeadwaterError } from "../model/errors.ts";
import { similarNames } from "../model/similar-names.ts";
import type { CellStatus } from "../model/status.ts";
import { type AssetGraph, reachable } from "./asset-graph.ts";
import { type Attribute, parseSelection, type Selection, type SelectionFunction } from "./selection.ts";

/** Statuses by asset key, for `status:`; without them that filter matches nothing. */
export type StatusLookup = ReadonlyMap<string, Pick<CellStatus, "status">>;

/**
 * Resolves a selection to asset keys in topological order.
 * @param selection Text of the selection grammar, such as `weather/*`, `+a`, `group:g and not sources()`.
 * @throws HeadwaterError `SELECTION_INVALID` (with the column), `ASSET_UNKNOWN` (with similar keys), `SELECTION_EMPTY`.
 */
export function selectAssets(graph: AssetGraph, selection: string, statuses: StatusLookup = new Map()): readonly string[] {
  const selected = resolve(parseSelection(selection), { graph, statuses });
  if (selected.size === 0) throw new HeadwaterError("SELECTION_EMPTY", { selection });
  return graph.order.filter((key) => selected.has(key));
}

interface Scope {
  readonly graph: AssetGraph;
  readonly statuses: StatusLookup;
}

function resolve(selection: Selection, scope: Scope): ReadonlySet<string> {
  const { graph } = scope;
  switch (selection.kind) {
    case "key":
      if (!graph.nodes.has(selection.key)) throw new HeadwaterError("ASSET_UNKNOWN", { key: selection.key, similar: similarKeys(graph, selection.key) });
      return new Set([selection.key]);
    case "pattern": {
      const matches = globMatcher(selection.pattern);
      return matching(graph, (node) => matches(node.key));
    }
    case "attribute":
      return matching(graph, (node) => hasAttribute(node, selection.attribute, selection.value, scope.statuses));
    case "function":
      return matching(graph, (node) => functionMatches(graph, node, selection.name));
    case "neighbours": {
      const of = resolve(selection.of, scope);
      return new Set([...of, ...reachable(graph, of, "upstream", selection.up), ...reachable(graph, of, "downstream", selection.down)]);
    }
    case "or":
      return new Set(selection.of.flatMap((part) => [...resolve(part, scope)]));
    case "and":
      return selection.of.map((part) => resolve(part, scope)).reduce((all, part) => all.intersection(part));
    case "not":
      return new Set(graph.order).difference(resolve(selection.of, scope));
  }
}

const matching = (graph: AssetGraph, matches: (node: AssetNode) => boolean): ReadonlySet<string> =>
  new Set([...graph.nodes.values()].filter(matches).map((node) => node.key));

/**
 * `*` alone matches everything; within a path `*` stays in its segment and `**` crosses segments. No regular expression:
 * some patterns would take one for ever.
 */
function globMatcher(pattern: string): (key: string) => boolean {
  if (pattern === "*") return () => true;
  const parts = pattern.split(/(\*+)/).filter((part) => part !== "");
  return (key) => {
    let ends: ReadonlySet<number> = new Set([0]);
    for (const part of parts) ends = part.startsWith("*") ? endsOfStar(key, ends, part === "*") : endsOfText(key, ends, part);
    return ends.has(key.length);
  };
}

/** Where a literal part may end, of all the positions where it may begin. */
const endsOfText = (key: string, starts: ReadonlySet<number>, text: string): ReadonlySet<number> =>
  new Set([...starts].filter((start) => key.startsWith(text, start)).map((start) => start + text.length));

function endsOfStar(key: string, starts: ReadonlySet<number>, staysInSegment: boolean): ReadonlySet<number> {
  const ends = new Set<number>();
  let isOpen = false;
  for (let position = 0; position <= key.length; position++) {
    if (staysInSegment && key[position - 1] === "/") isOpen = false;
    if (starts.has(position)) isOpen = true;
    if (isOpen) ends.add(position);
  }
  return ends;
}

function hasAttribute(node: AssetNode, attribute: Attribute, value: string, statuses: StatusLookup): boolean {
  switch (attribute) {
    case "group":
      return node.group === value;
    case "kind":
      return node.kinds.includes(value) || node.kind === value;
    case "owner":
      return node.owners.includes(value);
    case "tag": {
      const [name = "", ...rest] = value.split("=");
      return rest.length === 0 ? Object.hasOwn(node.tags, name) : node.tags[name] === rest.join("=");
    }
    case "status":
      return statuses.get(node.key)?.status === value.toUpperCase();
  }
}

function functionMatches(graph: AssetGraph, node: AssetNode, name: SelectionFunction): boolean {
  switch (name) {
    case "sources":
      return node.kind === "source";
    case "roots":
      return graph.upstream(node.key).length === 0;
    case "sinks":
      return graph.downstream(node.key).length === 0;
  }
}

/** Keys that somebody may have meant: the same last segment elsewhere, else a few edits away. */
function similarKeys(graph: AssetGraph, wanted: string): readonly string[] {
  const keys = [...graph.nodes.keys()];
  const lastSegment = wanted.split("/").at(-1) ?? wanted;
  const sameName = keys.filter((key) => key === lastSegment || key.endsWith(`/${lastSegment}`));
  return sameName.length > 0 ? sameName.slice(0, 3) : similarNames(wanted, keys);
}
