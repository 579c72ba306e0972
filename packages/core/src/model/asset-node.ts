/** The serialised form of a definition: what the server knows of user code without ever importing it. */
import type { CheckNode } from "./check.ts";
import type { Json } from "./json.ts";
import type { RetryPolicy } from "./retry.ts";
import type { CodeParts } from "./trace.ts";

export interface InputNode {
  readonly name: string;
  readonly upstream: string;
  readonly mapping: string;
  readonly triggers: boolean;
  /** `false`: a full dependency whose value is not loaded. */
  readonly loads: boolean;
}

export interface ColumnNode {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly description: string | null;
}

export interface AssetNode {
  readonly key: string;
  readonly kind: "asset" | "source";
  readonly group: string;
  readonly description: string | null;
  readonly owners: readonly string[];
  readonly tags: { readonly [name: string]: string };
  readonly kinds: readonly string[];
  /** What its author says of it, by name; part of no version. Missing: nothing. */
  readonly metadata?: { readonly [name: string]: Json };
  /** Keys that it had before. Missing: none. */
  readonly formerly?: readonly string[];
  readonly codeVersion: string;
  readonly codeParts: CodeParts;
  readonly inputs: readonly InputNode[];
  /** Ordering only: nothing is loaded, nothing becomes stale by it. */
  readonly after: readonly string[];
  /** `false`: an earlier equal computation is never taken over. */
  readonly reuse?: boolean;
  /** Runs in every plan that includes it. */
  readonly volatile?: boolean;
  /** Of a source: each version is loaded once and kept, and all steps of a run read the same. */
  readonly snapshot?: true;
  /** Older data is stale, in milliseconds. */
  readonly maxAgeMs?: number;
  /** `manual`: plans of mode `STALE` hold it unless it is named in the selection. */
  readonly launch?: "manual";
  /** How long a step (or a look at a source) may take, in milliseconds. */
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  readonly checks?: readonly CheckNode[];
  /** The key that was given to `assets`: of all outputs of one function. */
  readonly unit?: string;
  /** JSON Schema of the output, for people and forms; never an input of a version. */
  readonly schema: Json;
  /** Columns of a table; `null` for any other value. */
  readonly columns: readonly ColumnNode[] | null;
  /** JSON Schema of the config, `null` without one. */
  readonly configSchema: Json;
  /** Hash of the standing config: schema defaults, then `define({ config })`. */
  readonly configHash: string;
  /** Where it was declared, as far as it is known. */
  readonly declaredAt: { readonly file: string; readonly line: number } | null;
}

/** The definitions of one code location in serialised form. */
export interface SerializedDefinitions {
  /** Hash over all nodes: equal definitions have equal versions. */
  readonly version: string;
  readonly assets: readonly AssetNode[];
}
