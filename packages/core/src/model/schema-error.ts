/** The error for a value that does not fit its schema. */
import { HeadwaterError } from "./errors.ts";

export interface SchemaErrorDetails {
  readonly asset: string;
  /** `output`, `input "<name>"`, or `loaded value` of a source. */
  readonly side: string;
  /** Row of a table, from 1; `null` for other values. */
  readonly row: number | null;
  /** Path within the value or row, such as `items[2].name`; empty for the whole. */
  readonly path: string;
  readonly problem: string;
}

/** `SCHEMA_MISMATCH`, with where it is as properties. */
export class SchemaError extends HeadwaterError<"SCHEMA_MISMATCH"> {
  override readonly name = "SchemaError";
  readonly asset: string;
  readonly side: string;
  readonly row: number | null;
  readonly path: string;
  constructor(details: SchemaErrorDetails, options?: ErrorOptions) {
    super("SCHEMA_MISMATCH", details, options);
    this.asset = details.asset;
    this.side = details.side;
    this.row = details.row;
    this.path = details.path;
  }
}
