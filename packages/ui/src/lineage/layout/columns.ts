/** In which order the assets of a column stand, so that few edges cross. */

/** A place in a column: an asset, or a bend of an edge that passes through. */
export interface Place {
  readonly id: string;
  readonly column: number;
  readonly before: Place[];
  readonly after: Place[];
  /** Position in its column, from the top. */
  order: number;
}

/** Sweeps over the columns, by the mean position of the neighbours, then by swaps of adjacent places. */
const sweeps = 12;

/** Sorts each column in place. The order given is kept where nothing speaks against it, so that a drawing stays stable. */
export function untangle(columns: Place[][]): void {
  for (const column of columns) number(column);
  let best = columns.map((column) => [...column]);
  let fewest = crossings(columns);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep += 1) {
    const forward = sweep % 2 === 0;
    for (const column of forward ? columns : columns.toReversed()) sortByNeighbours(column, forward);
    for (const column of columns) swapNeighbours(column);
    const found = crossings(columns);
    if (found >= fewest) continue;
    fewest = found;
    best = columns.map((column) => [...column]);
  }
  for (const [index, column] of best.entries()) {
    columns[index] = column;
    number(column);
  }
}

function number(column: readonly Place[]): void {
  for (const [order, place] of column.entries()) place.order = order;
}

function sortByNeighbours(column: Place[], forward: boolean): void {
  const wish = new Map(column.map((place) => [place, mean(forward ? place.before : place.after) ?? place.order]));
  column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || a.order - b.order);
  number(column);
}

function mean(places: readonly Place[]): number | undefined {
  return places.length === 0 ? undefined : places.reduce((sum, place) => sum + place.order, 0) / places.length;
}

function swapNeighbours(column: Place[]): void {
  for (let changed = true, round = 0; changed && round < 4; round += 1) {
    changed = false;
    for (let at = 0; at + 1 < column.length; at += 1) {
      const upper = column[at] as Place;
      const lower = column[at + 1] as Place;
      if (crossingsOf(upper, lower) <= crossingsOf(lower, upper)) continue;
      [column[at], column[at + 1]] = [lower, upper];
      lower.order = at;
      upper.order = at + 1;
      changed = true;
    }
  }
}

/** Crossings among the edges of two places when `upper` stands above `lower`. */
function crossingsOf(upper: Place, lower: Place): number {
  return inversions(upper.before, lower.before) + inversions(upper.after, lower.after);
}

function inversions(upper: readonly Place[], lower: readonly Place[]): number {
  let found = 0;
  for (const a of upper) for (const b of lower) if (a.order > b.order) found += 1;
  return found;
}

/** All crossings of a drawing: inversions among the ends of the edges between two columns, counted with a Fenwick tree. */
function crossings(columns: readonly (readonly Place[])[]): number {
  let found = 0;
  for (const [index, column] of columns.entries()) {
    const width = columns[index + 1]?.length ?? 0;
    const tree = new Array<number>(width + 1).fill(0);
    let seen = 0;
    for (const place of column) {
      const ends = place.after.map((end) => end.order);
      for (const end of ends) {
        let below = 0;
        for (let node = end + 1; node > 0; node -= node & -node) below += tree[node] ?? 0;
        found += seen - below;
      }
      for (const end of ends) for (let node = end + 1; node <= width; node += node & -node) tree[node] = (tree[node] ?? 0) + 1;
      seen += ends.length;
    }
  }
  return found;
}
