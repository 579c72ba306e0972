/** Follows which assets stand otherwise than before. */
import { setTimeout as pause } from "node:timers/promises";
import type { Event } from "@headwater/core/engine";
import { HeadwaterError, reachable } from "@headwater/core/engine";
import type { AssetChange } from "./asset-change.ts";
import type { GraphqlContext } from "./context.ts";
import { stoppable } from "./stoppable.ts";
import type { World } from "./world.ts";
import { allAssets, recordedAsset, selectedKeys, statusOfAsset } from "./world.ts";

const pageSize = 500;
/** Changes within this time come as one. */
const gapMs = 100;

interface Wish {
  readonly select: string | null;
  readonly after: string | null;
}

/**
 * Assets of a selection after each batch of events that changes them.
 * @throws HeadwaterError `CURSOR_INVALID`, and what a selection throws.
 */
export async function followAssets(context: GraphqlContext, wish: Wish): Promise<AsyncIterableIterator<AssetChange>> {
  const { store, events } = context;
  if (wish.after !== null) await events.requireKnown(wish.after);
  if (wish.select !== null) selectedKeys(await context.world(), wish.select);
  const start = wish.after ?? (await store.lastSeq());
  // read after the position: what happens in between is told once too often rather than never
  const before = wish.after === null ? standings(await context.world()) : null;
  return stoppable((signal) => follow(context, wish.select, { seen: start, before }, AbortSignal.any([signal, events.closing])));
}

/** How every asset stood; `null` where that is not known. */
type Standings = ReadonlyMap<string, string> | null;

interface Position {
  readonly seen: string;
  readonly before: Standings;
}

async function* follow(context: GraphqlContext, select: string | null, start: Position, signal: AbortSignal): AsyncGenerator<AssetChange, void> {
  let { seen, before } = start;
  while (!signal.aborted) {
    const written = context.events.nextWrite(signal);
    const batch = await eventsAfter(context, seen);
    if (batch.some(isAboutAssets)) {
      context.forget();
      const world = await context.world();
      const now = standings(world);
      const keys = inSelection(world, select, before === null ? mayHaveChanged(world, batch) : changed(world, batch, { before, now }));
      const last = batch.at(-1)?.seq ?? seen;
      // whoever is cut off in the middle begins again with the whole batch
      for (const [index, key] of keys.entries()) yield { seq: index === keys.length - 1 ? last : seen, asset: recordedAsset(world, key) };
      before = now;
    }
    seen = batch.at(-1)?.seq ?? seen;
    await written;
    await pause(gapMs, undefined, { signal }).catch(() => undefined);
  }
}

async function eventsAfter({ store }: GraphqlContext, after: string): Promise<readonly Event[]> {
  const events: Event[] = [];
  for (;;) {
    const page = await store.events(events.at(-1)?.seq ?? after, pageSize);
    events.push(...page);
    if (page.length < pageSize) return events;
  }
}

const isAboutAssets = ({ kind, asset }: Event): boolean => asset !== null || kind === "definitions_activated";

const touched = (batch: readonly Event[]): readonly string[] => batch.flatMap(({ asset }) => asset ?? []);

/** Every asset that an event speaks of, and every one whose standing is another than before. */
function changed(
  world: World,
  batch: readonly Event[],
  { before, now }: { before: ReadonlyMap<string, string>; now: ReadonlyMap<string, string> },
): Set<string> {
  const other = [...now].filter(([key, standing]) => before.get(key) !== standing).map(([key]) => key);
  const gone = [...before.keys()].filter((key) => !now.has(key) && world.cells.has(key));
  return new Set([...touched(batch), ...other, ...gone]);
}

/** Where nobody knows how things stood: what events speak of, and all below. */
function mayHaveChanged(world: World, batch: readonly Event[]): Set<string> {
  if (batch.some(({ kind }) => kind === "definitions_activated")) return new Set(allAssets(world).map(({ key }) => key));
  const keys = touched(batch);
  return new Set([...keys, ...reachable(world.graph, keys, "downstream")]);
}

/** Definition, status and causes of every asset as text. */
const standings = (world: World): ReadonlyMap<string, string> =>
  new Map(allAssets(world).map((asset) => [asset.key, JSON.stringify([asset.node, statusOfAsset(world, asset)])]));

/** In topological order, those that are no longer defined last. */
function inSelection(world: World, select: string | null, keys: ReadonlySet<string>): readonly string[] {
  const undefinedKeys = [...keys].filter((key) => !world.graph.nodes.has(key));
  if (select === null) return [...world.graph.order.filter((key) => keys.has(key)), ...undefinedKeys];
  try {
    return selectedKeys(world, select).filter((key) => keys.has(key));
  } catch (error) {
    // the definitions are others than when the selection was made: it may match nothing now, and something later
    if (HeadwaterError.is(error)) return [];
    throw error;
  }
}
