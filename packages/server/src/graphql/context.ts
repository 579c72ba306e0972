/** What resolvers are given: the ports, and what one request has read so far. */
import type { Store, ValueStore, Worker } from "@headwater/core/engine";
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
  /** Makes the rest of the request read anew: a mutation has written. */
  forget(): void;
}

/** The context of one request. */
export function createContext(services: GraphqlServices): GraphqlContext {
  let world: Promise<World> | undefined;
  let loaders = createLoaders(services.store);
  return {
    ...services,
    get loaders() {
      return loaders;
    },
    world: () => {
      world ??= readWorld(services.store);
      return world;
    },
    forget: () => {
      world = undefined;
      loaders = createLoaders(services.store);
    },
  };
}
