/** The type `AssetChange` and its subscription: which assets stand otherwise than before. */
import { builder } from "./builder.ts";
import { followAssets } from "./follow-assets.ts";
import { AssetRef } from "./object-refs.ts";
import type { AssetView } from "./world.ts";

export interface AssetChange {
  readonly seq: string;
  readonly asset: AssetView;
}

const AssetChangeRef = builder.objectRef<AssetChange>("AssetChange").implement({
  description: "An asset as it is after events that changed it.",
  fields: (t) => ({
    seq: t.exposeString("seq", { description: "`seq` of the last event that is taken into account. Pass it as `after` to resume." }),
    asset: t.expose("asset", { type: AssetRef, description: "The asset as it is now." }),
  }),
});

builder.subscriptionField("assetChanges", (t) =>
  t.field({
    type: AssetChangeRef,
    description:
      "Assets whose status, causes or records change, each as it is afterwards: also those downstream whose status follows. Changes that come together come as one.",
    args: {
      select: t.arg.string({ description: "A selection, such as `weather/*`; all when left out. Resolved anew at each change." }),
      after: t.arg.string({ description: "`seq` of the last change that is known; changes from now on when left out." }),
    },
    subscribe: (_, { select, after }, context) => followAssets(context, { select: select ?? null, after: after ?? null }),
    resolve: (change) => change,
  }),
);
