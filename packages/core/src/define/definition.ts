/** What a declaration is at run time, with its types erased: the executor and the serialiser read this. */
import type { z } from "zod";
import type { CheckNode } from "../model/check.ts";
import type { Json } from "../model/json.ts";
import type { RetryPolicy } from "../model/retry.ts";
import type { CheckContext, RunContext, SourceContext } from "./context.ts";
import type { Frame } from "./declared-at.ts";
import type { ExtraInput } from "./extra-input.ts";
import type { ResourceDefinition } from "./resource.ts";

export interface InputDefinition {
  readonly name: string;
  readonly upstream: string;
  /** Canonical text of the mapping; `"one"` between unpartitioned assets. */
  readonly mapping: string;
  /** The consumer's own view, parsed at load; `null`: as stored. */
  readonly view: z.ZodType | null;
  readonly triggers: boolean;
  readonly loads: boolean;
}

interface CommonDefinition {
  readonly key: string;
  /** Schema of the output (of a source: of what `load` yields). */
  readonly schema: z.ZodType;
  readonly config: z.ZodType | null;
  readonly params: Json;
  /** By the name that its functions know them by. */
  readonly resources: { readonly [name: string]: ResourceDefinition };
  readonly description: string | null;
  readonly group: string;
  readonly owners: readonly string[];
  readonly tags: { readonly [name: string]: string };
  readonly kinds: readonly string[];
  readonly metadata: { readonly [name: string]: Json };
  /** Keys that it had before. */
  readonly formerly: readonly string[];
  readonly codeVersion: string | null;
  /** What its functions read beside code and inputs. */
  readonly extraInputs: readonly ExtraInput[];
  /** In milliseconds: of a whole step; of each look and each load of a source. `null`: the default. */
  readonly timeoutMs: number | null;
  readonly declaredAt: { readonly file: string; readonly line: number } | null;
  /** The calls that made it, that of `asset` first: its code is found by them. */
  readonly calls: readonly Frame[];
}

export interface CheckDefinition extends CheckNode {
  readonly run: (value: unknown, context: CheckContext) => unknown;
}

/** A function of several outputs, each of which is an asset. */
export interface Unit {
  /** As it was given to `assets`; no asset has it. */
  readonly key: string;
  /** Keys of the assets by the names of the outputs. */
  readonly outputs: ReadonlyMap<string, string>;
}

export interface AssetDefinition extends CommonDefinition {
  readonly kind: "asset";
  readonly inputs: readonly InputDefinition[];
  /** Keys of assets that only come before. */
  readonly after: readonly string[];
  /** `false`: an earlier equal computation is never taken over. */
  readonly reuse: boolean;
  /** Runs in every plan that includes it. */
  readonly volatile: boolean;
  /** Older data is stale, in milliseconds; `null`: no data is too old. */
  readonly maxAgeMs: number | null;
  /** `manual`: plans of mode `STALE` hold it unless it is named in the selection. */
  readonly launch: "auto" | "manual";
  /** `null`: one attempt. */
  readonly retry: RetryPolicy | null;
  /** Of its own, then those that `define` was given for it. */
  readonly checks: readonly CheckDefinition[];
  /** The function whose output it is, together with others; the same object for all of them. `null`: a function of its own. */
  readonly unit: Unit | null;
  readonly dataVersion: ((value: unknown, context: RunContext) => string) | null;
  readonly run: (inputs: { readonly [name: string]: unknown }, context: RunContext) => unknown;
}

/** The key of its function: what config is given for, and what `ctx.asset` says. */
export const functionKey = (definition: AnyDefinition): string => (definition.kind === "asset" ? (definition.unit?.key ?? definition.key) : definition.key);

/** The keys of all outputs of its function. */
export const outputKeys = ({ key, unit }: AssetDefinition): readonly string[] => (unit === null ? [key] : [...unit.outputs.values()]);

export interface SourceVersion {
  readonly version: string;
  readonly metadata?: { readonly [name: string]: Json };
}

export interface SourceDefinition extends CommonDefinition {
  readonly kind: "source";
  /** What a ready-made connector is and reads: counts instead of the text of its functions, so that an upgrade of Headwater changes nothing. */
  readonly connector: Json | null;
  /** Loaded once per version and kept: all steps of a run read the same. */
  readonly snapshot: boolean;
  readonly observe: (context: SourceContext) => string | SourceVersion | Promise<string | SourceVersion>;
  /** The value, or `{ value, version }` where the version of what was read is known. */
  readonly load: (context: SourceContext & { readonly version: string }) => unknown;
}

export type AnyDefinition = AssetDefinition | SourceDefinition;

/** Everything that one code location declares, checked together. */
export interface Definitions {
  readonly kind: "definitions";
  readonly byKey: ReadonlyMap<string, AnyDefinition>;
  /** `define({ config })`: the standing config by asset key. */
  readonly config: { readonly [assetKey: string]: Json };
  /** `define({ untrackedPackages })`: names of npm packages whose versions count in no code version. */
  readonly untrackedPackages: readonly string[];
}

/** A global symbol, so that two copies of this package understand each other. */
const definitionSymbol: unique symbol = Symbol.for("headwater.definition") as never;

/** Attaches a definition to the object that the author holds, invisible to printing and spreading. */
export function attachDefinition<T extends object>(handle: T, definition: AnyDefinition): T {
  Object.defineProperty(handle, definitionSymbol, { value: definition });
  return handle;
}

/** The definition behind an author's handle, `undefined` where the value is not one. */
export function definitionOf(value: unknown): AnyDefinition | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  return (value as { [definitionSymbol]?: AnyDefinition })[definitionSymbol];
}
