/** Inputs that are more than an asset: with a view of the consumer's own, without triggering, without loading. */
import type { z } from "zod";
import type { Accepts, AnySchema, Asset, Edge, EdgeOptions, UnloadedEdge } from "./handle.ts";

/**
 * An input with options of the consumer: `schema` is its own view, parsed at load; `triggers: false` is loaded and
 * traced, but never makes the consumer stale.
 *
 * @example
 * const readings = source("raw/readings", csvFile("data/readings.csv", z.object({ day: z.string(), temp_max: z.coerce.number() })));
 * const temperatures = from(readings, { schema: table(z.object({ temp_max: z.number() })) });
 */
export function from<S extends z.ZodType>(upstream: Asset<S>, options?: EdgeOptions & { readonly schema?: undefined }): Edge<S>;
export function from<S extends z.ZodType, V extends z.ZodType>(upstream: Asset<S>, options: EdgeOptions & { readonly schema: V & Accepts<V, S> }): Edge<V>;
export function from(upstream: Asset, options: EdgeOptions & { readonly schema?: AnySchema } = {}): Edge<AnySchema> {
  return Object.freeze({ kind: "edge", upstream, options });
}

/** A full dependency (order, trace, staleness) whose value is not loaded: `run` gets `undefined` for it. */
export const unloaded = (upstream: Asset<AnySchema>, options: EdgeOptions = {}): UnloadedEdge => Object.freeze({ kind: "unloaded", upstream, options });
