/** Where every asset of a lineage stands and how its edges run: a pure function of the structure, left to right like a river. */
import { type Place, untangle } from "./columns.ts";
import { heightsOf } from "./heights.ts";
import { ranksOf } from "./ranks.ts";

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Top left corner of each node. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** Keys by column, each from top to bottom. */
  readonly columns: readonly (readonly string[])[];
  /** By {@link linkId}: the points that the edge passes, from the right side of one node to the left side of the other. */
  readonly links: ReadonlyMap<string, readonly Point[]>;
}

export const nodeWidth = 236;
export const nodeHeight = 86;
const columnGap = 68;
const rowGap = 26;
/** An edge that passes through a column needs less room than a node. */
const bendGap = 22;

export const linkId = (link: Link): string => `${link.from} ${link.to}`;

/**
 * A layered layout: columns, bends for long edges, order by crossings, heights by least squares. Measured beside elkjs
 * (layered): 11 ms against 284 at 100 nodes, 41 against 2,113 at 1,000, with as many crossings; so it needs no worker.
 */
export function layout(keys: readonly string[], edges: readonly Link[]): Layout {
  const known = new Set(keys);
  const links = [...new Map(edges.filter((edge) => known.has(edge.from) && known.has(edge.to)).map((edge) => [linkId(edge), edge])).values()];
  const ranks = ranksOf(keys, links);
  const columns: Place[][] = Array.from({ length: 1 + Math.max(-1, ...ranks.values()) }, () => []);
  const places = new Map(keys.map((key) => [key, place(key, ranks.get(key) ?? 0, columns)]));
  const routes = new Map(links.map((link) => [linkId(link), route(link, places, columns)]));
  untangle(columns);
  const isNode = (one: Place): boolean => known.has(one.id);
  const heights = heightsOf(columns, (upper, lower) => half(isNode(upper)) + half(isNode(lower)) + (isNode(upper) && isNode(lower) ? rowGap : bendGap));
  const left = (column: number): number => column * (nodeWidth + columnGap);
  const top = Math.min(...heights.values());
  const middle = (one: Place): number => Math.round((heights.get(one) ?? 0) - top);
  return {
    nodes: new Map([...places].map(([key, one]) => [key, { x: left(one.column), y: middle(one) - nodeHeight / 2 }])),
    columns: columns.map((column) => column.filter(isNode).map((one) => one.id)),
    links: new Map([...routes].map(([id, stations]) => [id, pointsOf(stations, left, middle)])),
  };
}

const half = (isNode: boolean): number => (isNode ? nodeHeight / 2 : 0);

function place(id: string, column: number, columns: Place[][]): Place {
  const made: Place = { id, column, before: [], after: [], order: 0 };
  columns[column]?.push(made);
  return made;
}

/** The places that an edge visits: its two ends, and a bend in every column between them. */
function route(link: Link, places: ReadonlyMap<string, Place>, columns: Place[][]): readonly Place[] {
  const from = places.get(link.from) as Place;
  const to = places.get(link.to) as Place;
  const stations = [from];
  for (let column = from.column + 1; column < to.column; column += 1) stations.push(place(`${linkId(link)} ${column}`, column, columns));
  stations.push(to);
  for (const [at, station] of stations.entries()) {
    const next = stations[at + 1];
    if (next === undefined) continue;
    station.after.push(next);
    next.before.push(station);
  }
  return stations;
}

function pointsOf(stations: readonly Place[], left: (column: number) => number, middle: (one: Place) => number): readonly Point[] {
  return stations.flatMap((station, at) => {
    const y = middle(station);
    const start = { x: left(station.column), y };
    const end = { x: left(station.column) + nodeWidth, y };
    if (at === 0) return [end];
    return at === stations.length - 1 ? [start] : [start, end];
  });
}
