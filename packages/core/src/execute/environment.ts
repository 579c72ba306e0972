/** What executing user code needs: the definitions themselves, and where things are remembered. */
import type { Definitions } from "../define/definition.ts";
import type { ValueStore } from "../io/value-store.ts";
import type { Store } from "../store/store.ts";
import type { LogSink } from "./log.ts";

export interface ExecutionEnvironment {
  readonly definitions: Definitions;
  readonly store: Store;
  readonly values: ValueStore;
  /** Absolute directory that relative paths in definitions start from. */
  readonly root: string;
  readonly log: LogSink;
}
