/** What an author holds: an asset, a source, or an edge to one. Types only carry what the compiler must know. */
import type { z } from "zod";
import type { FileContent, StoredFile } from "../model/stored-file.ts";
import type { Rows, Table } from "../model/table.ts";
import type { TableSchema } from "./table.ts";

// biome-ignore lint/complexity/noBannedTypes: exactly what an object literal without properties is inferred as
export type Nothing = {};

/** An asset or source as others refer to it. */
export interface Asset<S extends z.ZodType = z.ZodType> {
  readonly kind: "asset" | "source";
  readonly key: string;
  /** Schema of its output. */
  readonly schema: S;
}

export interface EdgeOptions {
  /** `false`: loaded and traced, never a cause of staleness (a slowly changing look-up). */
  readonly triggers?: boolean;
}

/** A reference to an asset with a view or options of the consumer's own. Made by `from`. */
export interface Edge<S extends z.ZodType = z.ZodType> {
  readonly kind: "edge";
  readonly upstream: unknown;
  readonly options: EdgeOptions & { readonly schema?: S | undefined };
}

/** A real dependency (order, trace, staleness) whose value is not loaded. Made by `unloaded`. */
export interface UnloadedEdge {
  readonly kind: "unloaded";
  readonly upstream: unknown;
  readonly options: EdgeOptions;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the schema of an upstream is
export type AnySchema = any;

export type Inputs = { readonly [name: string]: Asset<AnySchema> | Edge<AnySchema> | UnloadedEdge };

/** What `run` is given for an input. */
export type InputValue<I> = I extends UnloadedEdge ? undefined : I extends Edge<infer V> ? z.output<V> : I extends Asset<infer U> ? z.output<U> : never;
export type InputValues<I extends Inputs> = { readonly [N in keyof I]: InputValue<I[N]> };

/**
 * What a test may pass for an input: a table as plain rows, a file as its path or bytes. Applied to a record of inputs it stands written out
 * in each signature: under a name, the type of an asset would hold the types of all assets upstream.
 */
export type Given<T> =
  T extends Table<infer Row>
    ? T | Row[]
    : T extends StoredFile
      ? FileContent
      : T extends ReadonlyMap<string, StoredFile>
        ? T | Readonly<Record<string, FileContent>>
        : T;
/** The view of a consumer must accept what the upstream produces. */
export type Accepts<View extends z.ZodType, Up extends z.ZodType> =
  View extends TableSchema<infer _Out, infer In>
    ? z.output<Up> extends Table<infer Row>
      ? Row extends In
        ? unknown
        : Refused
      : z.output<Up> extends Rows<In>
        ? unknown
        : Refused
    : z.output<Up> extends z.input<View>
      ? unknown
      : Refused;
interface Refused {
  readonly "the view's input does not accept the upstream's output": never;
}
