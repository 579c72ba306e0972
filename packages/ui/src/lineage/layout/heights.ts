/** How high each place of a column stands: as close to its neighbours as the order and the gaps allow. */
import type { Place } from "./columns.ts";

const sweeps = 8;

/**
 * Heights (centres) by place. Alternating sweeps pull each place towards the mean of its neighbours; within a column the
 * closest heights that keep order and gaps are found exactly (least squares, by merging blocks that want to overlap).
 */
export function heightsOf(columns: readonly (readonly Place[])[], gapOf: (upper: Place, lower: Place) => number): Map<Place, number> {
  const heights = new Map<Place, number>();
  for (const column of columns) settle(column, (place) => place.order * 100, gapOf, heights);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forward = sweep % 2 === 0;
    // The last sweeps look both ways: otherwise the drawing leans to where the last one came from.
    const both = sweep >= sweeps - 4;
    for (const column of forward ? columns : columns.toReversed()) {
      const near = (place: Place): readonly Place[] => (both ? [...place.before, ...place.after] : forward ? place.before : place.after);
      settle(column, (place) => meanHeight(near(place), heights) ?? heights.get(place) ?? 0, gapOf, heights);
    }
  }
  return heights;
}

function meanHeight(places: readonly Place[], heights: ReadonlyMap<Place, number>): number | undefined {
  if (places.length === 0) return undefined;
  return places.reduce((sum, place) => sum + (heights.get(place) ?? 0), 0) / places.length;
}

interface Block {
  readonly places: Place[];
  /** Distance of each place from the block's first. */
  readonly offsets: number[];
  /** Sum of (wish - offset). */
  sum: number;
}

function settle(column: readonly Place[], wish: (place: Place) => number, gapOf: (upper: Place, lower: Place) => number, heights: Map<Place, number>): void {
  const blocks: Block[] = [];
  for (const place of column) {
    blocks.push({ places: [place], offsets: [0], sum: wish(place) });
    for (let last = blocks.at(-1), above = blocks.at(-2); last && above && overlaps(above, last, gapOf); last = blocks.at(-1), above = blocks.at(-2)) {
      blocks.pop();
      merge(above, last, gapOf);
    }
  }
  for (const block of blocks) for (const [at, place] of block.places.entries()) heights.set(place, start(block) + (block.offsets[at] ?? 0));
}

const start = (block: Block): number => block.sum / block.places.length;
const end = (block: Block): number => start(block) + (block.offsets.at(-1) ?? 0);
const between = (above: Block, below: Block, gapOf: (upper: Place, lower: Place) => number): number =>
  gapOf(above.places.at(-1) as Place, below.places[0] as Place);
const overlaps = (above: Block, below: Block, gapOf: (upper: Place, lower: Place) => number): boolean =>
  end(above) + between(above, below, gapOf) > start(below);

function merge(above: Block, below: Block, gapOf: (upper: Place, lower: Place) => number): void {
  const shift = (above.offsets.at(-1) ?? 0) + between(above, below, gapOf);
  above.sum += below.sum - shift * below.places.length;
  above.places.push(...below.places);
  above.offsets.push(...below.offsets.map((offset) => offset + shift));
}
