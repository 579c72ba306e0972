/** The type `StatusCounts`: how many cells of an asset have which status. */
import type { Status } from "@headwater/core/engine";
import { builder } from "./builder.ts";

/** Backed by the status of the asset's one cell: exactly one count is 1. */
export const StatusCountsRef = builder.objectRef<Status>("StatusCounts").implement({
  description: "Cells of an asset by status.",
  fields: (t) => ({
    missing: t.int({ description: "Cells that are MISSING.", resolve: (status) => Number(status === "MISSING") }),
    stale: t.int({ description: "Cells that are STALE.", resolve: (status) => Number(status === "STALE") }),
    upstreamStale: t.int({ description: "Cells that are UPSTREAM_STALE.", resolve: (status) => Number(status === "UPSTREAM_STALE") }),
    fresh: t.int({ description: "Cells that are FRESH.", resolve: (status) => Number(status === "FRESH") }),
    unobserved: t.int({ description: "Cells that are UNOBSERVED.", resolve: (status) => Number(status === "UNOBSERVED") }),
  }),
});
