/** What executing user code needs: the definitions themselves, and where things are remembered. */
import type { Definitions } from "../define/definition.ts";
import type { ValueStore } from "../io/value-store.ts";
import type { SerializedDefinitions } from "../model/asset-node.ts";
import type { Provenance } from "../model/provenance.ts";
import type { Store } from "../store/store.ts";
import type { LogSink } from "./log.ts";
import type { ResourcePool } from "./resource-pool.ts";

export interface ExecutionEnvironment {
  readonly definitions: Definitions;
  /** The same as data, with the code versions that are recorded. Default: serialised here, with versions by the text of the functions alone. */
  readonly serialized?: SerializedDefinitions;
  readonly store: Store;
  readonly values: ValueStore;
  /** Absolute directory that relative paths in definitions start from. */
  readonly root: string;
  readonly log: LogSink;
  /** What is open in this process, and the secrets that are to be kept out of records. */
  readonly resources: ResourcePool;
  /** What every materialization of this process notes: see `provenanceOf`. */
  readonly provenance: Promise<Provenance>;
}
