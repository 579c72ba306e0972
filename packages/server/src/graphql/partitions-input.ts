/** The input `PartitionsInput`. No asset is partitioned yet: whatever it asks for is refused. */
import { HeadwaterError } from "@headwater/core/engine";
import { builder } from "./builder.ts";

export const PartitionsInputRef = builder.inputType("PartitionsInput", {
  description: "Which partitions of the selected assets.",
  fields: (t) => ({
    keys: t.stringList({ description: "These." }),
    from: t.string({ description: "From this one on." }),
    to: t.string({ description: "Up to this one, included." }),
    all: t.boolean({ description: "All." }),
    latest: t.boolean({ description: "The newest one." }),
  }),
});

type PartitionsInput = typeof PartitionsInputRef.$inferInput;

/** @throws HeadwaterError `NOT_PARTITIONED` where partitions are asked for. */
export function refusePartitions(partitions: PartitionsInput | null | undefined): void {
  const asked = Object.values(partitions ?? {}).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== false,
  );
  if (asked) throw new HeadwaterError("NOT_PARTITIONED", { option: "partitions" });
}
