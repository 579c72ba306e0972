/** Names of metadata that Headwater notes itself: `columns`, the statistics of a table. */
export const reservedMetadata: readonly string[] = ["columns"];
