/** Versions and fingerprints: which hash stands for a value, a table, a set of cells, a source and a computation. */
import { createHash, hash } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import type { Trace } from "./trace.ts";

/** SHA-256 in hex. Text counts as UTF-8. */
export const sha256 = (content: string | Uint8Array): string => hash("sha256", content);

/** SHA-256 of the canonical form: independent of key order. Throws `UnstorableValue`. */
export const hashJson = (value: unknown): string => sha256(canonicalText(value));

/** Collects the data version of a table row by row. */
export interface TableVersion {
  /** Adds a row by its canonical text, which holds no ignored column. */
  add(canonical: string): void;
  version(): string;
}

export interface TableVersionOptions {
  readonly columns: readonly string[];
  /** Whether the order of rows is part of what the data is. */
  readonly ordered: boolean;
  /** Columns that are not part of what the data is, such as a load time. */
  readonly ignore: readonly string[];
}

const modulus256 = 1n << 256n;

/** Hash of column names, row count and rows: a sum over the hashes of the rows, or one running hash where their order counts. */
export function tableVersion(options: TableVersionOptions): TableVersion {
  const ignored = new Set(options.ignore);
  const columns = options.columns.filter((column) => !ignored.has(column));
  const running = createHash("sha256");
  let sum = 0n;
  let count = 0;
  return {
    add(canonical) {
      count += 1;
      if (options.ordered) running.update(canonical).update("\n");
      else sum += BigInt(`0x${sha256(canonical)}`);
    },
    version: () => hashJson(["table", columns, count, options.ordered ? running.copy().digest("hex") : (sum % modulus256).toString(16)]),
  };
}

const modulus128 = 1n << 128n;
const hex128 = (sum: bigint): string => sum.toString(16).padStart(32, "0");

/** An upstream cell as it enters a fingerprint. `version` is `null` for a cell that does not exist. */
export interface FingerprintCell {
  readonly key: string;
  readonly partition: string | null;
  readonly version: string | null;
}

/** The fingerprint of two sets of cells together: the sum modulo 2^128. */
export const addFingerprints = (a: string, b: string): string => hex128((BigInt(`0x${a}`) + BigInt(`0x${b}`)) % modulus128);

/**
 * 128 bits in hex over the existing cells that one input maps to, whatever their order: the sum modulo 2^128 of the
 * first half of SHA-256 over each cell's delimited `(key, partition, version)`. Cells that do not exist do not count.
 */
export function edgeFingerprint(cells: Iterable<FingerprintCell>): string {
  let sum = 0n;
  for (const { key, partition, version } of cells) {
    if (version !== null) sum += BigInt(`0x${hashJson([key, partition, version]).slice(0, 32)}`);
  }
  return hex128(sum % modulus128);
}

/** Version of a source in fingerprints: what was observed, and how it is read. */
export const sourceVersion = (observed: string, codeVersion: string): string => hashJson(["source", observed, codeVersion]);

/** Equal for computations that are equal by code version, inputs, fingerprints and config: finds an earlier one to take over. */
export function traceKey(trace: Pick<Trace, "codeVersion" | "inputs" | "configHash">): string {
  const inputs = trace.inputs.map(({ input, upstream, mapping, fingerprint }) => ({ input, upstream, mapping, fingerprint }));
  return hashJson([trace.codeVersion, trace.configHash, inputs.sort((a, b) => (a.input < b.input ? -1 : 1))]);
}
