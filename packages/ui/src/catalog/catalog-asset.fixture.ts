/** An asset of the catalog for tests: fresh, and nothing else is known of it. */
import type { CatalogAsset } from "./queries.ts";

export const catalogAsset = (key: string, more: Partial<CatalogAsset> = {}): CatalogAsset => ({
  key,
  group: key.split("/")[0] ?? key,
  description: null,
  kinds: [],
  owners: [],
  tags: {},
  isSource: false,
  isDefined: true,
  status: "FRESH",
  dataAsOf: null,
  columns: [],
  rootCauses: [],
  latest: null,
  lastAttempt: null,
  lastObservation: null,
  ...more,
});
