/** Refuses queries that are too long, too deep or too large, before anything is looked up for them. */
import { HeadwaterError } from "@headwater/core/engine";
import type { DocumentNode, GraphQLSchema } from "graphql";
import type { Plugin } from "graphql-yoga";
import { asGraphqlError } from "./mask-error.ts";
import { queryCost } from "./query-cost.ts";

export const queryLimits = {
  /** Words, numbers and signs of the text. */
  tokens: 5_000,
  depth: 20,
  /** Of the answer, if every list is as long as was asked for. */
  values: 500_000,
  rootFields: 100,
} as const;

/** For the endpoint. Introspection counts nothing. */
export const limitQueries: Plugin = {
  onParse({ parseFn, setParseFn }) {
    setParseFn((source: unknown, options: object) => parseFn(source, { ...options, maxTokens: queryLimits.tokens }));
  },
  onExecute: ({ args, setResultAndStopExecution }) => {
    const refusal = refusalOf(args);
    if (refusal !== null) setResultAndStopExecution({ errors: [asGraphqlError(refusal, { http: { status: 400 } })] });
  },
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const refusal = refusalOf(args);
    if (refusal !== null) setResultAndStopExecution({ errors: [asGraphqlError(refusal, { http: { status: 400 } })] });
  },
};

interface Arguments {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: { readonly [name: string]: unknown } | null | undefined;
}

function refusalOf({ schema, document, operationName, variableValues }: Arguments): HeadwaterError | null {
  const { depth, values, rootFields } = queryCost({ schema, document, operationName, variables: variableValues });
  if (depth > queryLimits.depth) return new HeadwaterError("QUERY_TOO_DEEP", { depth, maximum: queryLimits.depth });
  if (rootFields > queryLimits.rootFields) return new HeadwaterError("QUERY_TOO_BROAD", { fields: rootFields, maximum: queryLimits.rootFields });
  if (values > queryLimits.values) return new HeadwaterError("QUERY_TOO_LARGE", { values, maximum: queryLimits.values });
  return null;
}
