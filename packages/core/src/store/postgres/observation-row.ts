/** An observation as it comes out of its table. */
import type { Selectable } from "kysely";
import type { Observation } from "../../model/cell.ts";
import type { ObservationsTable } from "./database.ts";

/** Dates and big integers may come as JSON has them, so this reads a row and a row turned into JSON alike. */
export const observationFromRow = (row: Selectable<ObservationsTable>): Observation => ({
  seq: String(row.seq),
  asset: row.asset,
  partition: row.partition,
  at: new Date(row.at),
  checkedAt: new Date(row.checked_at),
  dataVersion: row.data_version,
  error: row.error,
  metadata: row.metadata,
});
