/** Telling JSON values apart. */
import type { Json } from "../graphql/graphql.ts";

export type JsonObject = { readonly [name: string]: Json };

export const isJsonObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The entries of an object; none of anything else. */
export const entriesOf = (value: Json | undefined): readonly (readonly [string, Json])[] => (isJsonObject(value) ? Object.entries(value) : []);
