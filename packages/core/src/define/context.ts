/** What `run`, `observe` and `load` are given beside their inputs, with its types erased. */
import type { Json } from "../model/json.ts";

type Fields = Record<string, unknown>;

/** Structured log of a step. */
export interface Log {
  trace(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** The last materialization of the cell that a step computes. */
export interface Previous {
  readonly codeVersion: string;
  readonly dataVersion: string;
  readonly at: Date;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface SourceContext {
  readonly asset: { readonly key: string };
  readonly config: unknown;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly params: Json;
  readonly log: Log;
  /** Aborted on cancel and timeout. */
  readonly signal: AbortSignal;
  /** Absolute directory that relative paths start from: the one of `headwater.config.ts`. */
  readonly root: string;
}

export interface RunContext extends SourceContext {
  readonly run: { readonly id: string; readonly attempt: number };
  /** Adds to the metadata of the materialization; JSON values. The name `columns` is taken by a table's statistics. */
  metadata(entries: Record<string, unknown>): void;
  /** How far the step is, from 0 to 1. */
  progress(fraction: number, note?: string): void;
  readonly previous: Previous | undefined;
}

/** What a check is given beside the value: what `run` was given, without what only the computation may say. */
export type CheckContext = Omit<RunContext, "metadata" | "progress">;
