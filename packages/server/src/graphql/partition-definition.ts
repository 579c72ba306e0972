/** The type `PartitionDefinition`: how an asset is partitioned. */
import { builder } from "./builder.ts";
import { maximumList, requirePageSize } from "./connection.ts";

interface PartitionDefinition {
  readonly kind: string;
  readonly grain: string | null;
  readonly timezone: string | null;
  readonly start: Date | null;
  readonly end: Date | null;
  readonly keys: readonly string[];
  readonly dimensions: readonly string[];
}

export const PartitionDefinitionRef = builder.objectRef<PartitionDefinition>("PartitionDefinition").implement({
  description: "How an asset is partitioned.",
  fields: (t) => ({
    kind: t.exposeString("kind", { description: "`time`, `static`, `dynamic` or `multi`." }),
    grain: t.exposeString("grain", { nullable: true, description: "Length of a time window, such as `day`; null where partitions are no times." }),
    timezone: t.exposeString("timezone", { nullable: true, description: "Time zone of the windows; null where partitions are no times." }),
    start: t.expose("start", { type: "DateTime", nullable: true, description: "Start of the first window; null where partitions are no times." }),
    end: t.expose("end", { type: "DateTime", nullable: true, description: "End of the last window; null where there is no last one." }),
    keys: t.stringList({
      description: "Keys of the partitions in their order.",
      args: {
        first: t.arg.int({ description: "At most so many: 1000 unless given, and at most 1000." }),
        after: t.arg.string({ description: "Only keys that follow this one." }),
      },
      resolve: ({ keys }, { first, after }) => {
        const start = after === null || after === undefined ? 0 : keys.indexOf(after) + 1;
        return keys.slice(start, start + requirePageSize(first ?? maximumList, maximumList));
      },
    }),
    dimensions: t.exposeStringList("dimensions", { description: "Names of the dimensions in declared order; empty unless `multi`." }),
  }),
});
