/** The type `PartitionRange`: neighbouring partitions in short. */
import type { Status } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { StatusEnum } from "./enums.ts";

interface PartitionRange {
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly status: Status | null;
}

export const PartitionRangeRef = builder.objectRef<PartitionRange>("PartitionRange").implement({
  description: "Neighbouring partitions of an asset.",
  fields: (t) => ({
    first: t.exposeString("first", { description: "Key of the first one." }),
    last: t.exposeString("last", { description: "Key of the last one." }),
    count: t.exposeInt("count", { description: "How many there are." }),
    status: t.expose("status", { type: StatusEnum, nullable: true, description: "The status they share, where the list is by status." }),
  }),
});

/** Each partition as a range of its own. */
export const rangesOf = (partitions: readonly string[]): PartitionRange[] => partitions.map((key) => ({ first: key, last: key, count: 1, status: null }));
