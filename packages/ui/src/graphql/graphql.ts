/** Typed documents: `graphql("...")` infers results and variables from the server's schema. */
import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env.d.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

// Unmasked, because pure functions (layout, event application) work on the same objects that the components show.
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: { DateTime: string; JSON: Json; ID: string }; disableMasking: true }>();

export type { FragmentOf, ResultOf } from "gql.tada";
