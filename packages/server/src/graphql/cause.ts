/** The type `Cause`: a difference that makes a cell stale. */
import { builder } from "./builder.ts";
import { CauseCodeEnum } from "./enums.ts";
import { CauseRef } from "./object-refs.ts";
import { PartitionRangeRef, rangesOf } from "./partition-range.ts";

builder.objectType(CauseRef, {
  description: "Why a cell is not fresh, with what proves it.",
  fields: (t) => ({
    code: t.expose("code", { type: CauseCodeEnum, description: "What kind of difference." }),
    asset: t.exposeString("asset", { description: "Key of the stale asset; of a root cause the asset where the chain begins." }),
    partition: t.exposeString("partition", { nullable: true, description: "Its partition; null for an unpartitioned asset." }),
    input: t.exposeString("input", { nullable: true, description: "The input that differs; null where the cause is not about one." }),
    upstream: t.exposeString("upstream", { nullable: true, description: "Key of the upstream asset that an input cause speaks of." }),
    message: t.exposeString("message", { description: "The cause in words." }),
    from: t.exposeString("from", { nullable: true, description: "The version that was recorded." }),
    to: t.exposeString("to", { nullable: true, description: "The version as it is now." }),
    partitions: t.field({
      type: [PartitionRangeRef],
      description: "Upstream partitions that changed, appeared or vanished.",
      resolve: (cause) => rangesOf(cause.partitions),
    }),
  }),
});
