/** What resolvers are given: the ports, and what one request has read so far. */
import type { Store, ValueStore, Worker } from "@headwater/core/engine";
import { dataAsOf } from "./data-as-of.ts";
import type { EventHub } from "./event-hub.ts";
import type { Loaders } from "./loaders.ts";
import { createLoaders } from "./loaders.ts";
import type { World } from "./world.ts";
import { readWorld } from "./world.ts";

/** What resolvers need of the process they live in. */
export interface GraphqlServices {
  readonly store: Store;
  readonly values: ValueStore;
  /** Hands what a mutation made ready to the workers at once. */
  readonly dispatcher: { flush(store: Store): Promise<void> };
  readonly events: EventHub;
  /** Live workers that take work from everybody. */
  readonly workers: () => Promise<readonly Worker[]>;
}

export interface GraphqlContext extends GraphqlServices {
  readonly loaders: Loaders;
  /** Read at the first call, the same for the rest of the request. */
  world(): Promise<World>;
  /** Whether any process takes steps, be it a command that runs its own; asked once. */
  isServed(): Promise<boolean>;
  /** By asset key, when the sources behind it were last known to hold what was read of them; read once as well. */
  dataAsOf(): Promise<ReadonlyMap<string, Date>>;
  /** Makes the rest of the request read anew: a mutation has written. */
  forget(): void;
}

/** The context of one request. */
export function createContext(services: GraphqlServices): GraphqlContext {
  let reads = createReads(services);
  return {
    ...services,
    get loaders() {
      return reads.loaders;
    },
    world: () => reads.world(),
    isServed: () => reads.isServed(),
    dataAsOf: () => reads.dataAsOf(),
    forget: () => {
      reads = createReads(services);
    },
  };
}

/** What is read at most once. */
function createReads({ store }: GraphqlServices): Pick<GraphqlContext, "loaders" | "world" | "isServed" | "dataAsOf"> {
  const world = once(() => readWorld(store));
  return {
    loaders: createLoaders(store),
    world,
    isServed: once(async () => (await store.workers()).length > 0),
    dataAsOf: once(async () => dataAsOf(await world(), store.oldestLooks)),
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
