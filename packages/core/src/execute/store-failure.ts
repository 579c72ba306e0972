/** Tells apart what the store could not do from what user code did wrong: the first is no result of a step. */
import type { Store } from "../store/store.ts";

/** `cause` is what the store threw. */
export class StoreFailure extends Error {
  override readonly name = "StoreFailure";
}

/** The same store; whatever one of its methods rejects with comes as a {@link StoreFailure}. */
export const markFailures = (store: Store): Store =>
  new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...parameters: unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(member, target, parameters);
        } catch (cause) {
          throw new StoreFailure(`The store failed at ${String(name)}.`, { cause });
        }
      };
    },
  });
