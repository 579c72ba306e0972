/** The queries for assets. */
import { z } from "zod";
import { builder } from "./builder.ts";
import { maximumList, pageOf } from "./connection.ts";
import { AssetConnection } from "./connections.ts";
import { AssetRef } from "./object-refs.ts";
import { allAssets, assetView, recordedAsset, selectedKeys } from "./world.ts";

const keyPosition = z.object({ key: z.string() });

builder.queryFields((t) => ({
  asset: t.field({
    type: AssetRef,
    nullable: true,
    description: "One asset, also one that is no longer defined but has a history; null where nothing is known of the key.",
    args: { key: t.arg.string({ required: true, description: "Its key, such as `weather/hot_days`." }) },
    resolve: async (_, { key }, { world }) => assetView(await world(), key),
  }),
  assets: t.field({
    type: AssetConnection,
    description: "Assets by key. Without `select` also those that are no longer defined but have a history.",
    args: {
      select: t.arg.string({ description: "A selection, such as `weather/*` or `+weather/hot_days`; all when left out." }),
      first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }),
      after: t.arg.string({ description: "A cursor." }),
    },
    resolve: async (_, { select, ...args }, context) => {
      const world = await context.world();
      const assets =
        select === null || select === undefined ? allAssets(world) : [...selectedKeys(world, select)].sort().map((key) => recordedAsset(world, key));
      return pageOf(args, {
        maximum: maximumList,
        position: keyPosition,
        read: (limit, after) => assets.filter(({ key }) => after === null || key > after.key).slice(0, limit),
        positionOf: ({ key }) => ({ key }),
      });
    },
  }),
}));
