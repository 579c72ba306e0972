/** Reads what an author declared of an asset, without looking anything up where the declaration is at hand. */
import type { AssetNode } from "@headwater/core/engine";
import type { GraphqlContext } from "./context.ts";
import type { AssetView } from "./world.ts";

/** A resolver. `read` is given `null` for an asset that is no longer defined. */
export const declared =
  <T>(read: (node: AssetNode | null, key: string) => T) =>
  ({ key, node }: AssetView, _: unknown, { world }: GraphqlContext): T | Promise<T> =>
    node === undefined ? world().then(({ graph }) => read(graph.nodes.get(key) ?? null, key)) : read(node, key);
