/** The GraphQL endpoint as a fetch handler: queries, mutations and, over server-sent events, subscriptions. */
import type { YogaServerInstance } from "graphql-yoga";
import { createYoga } from "graphql-yoga";
import type { ProcessLog } from "../process-log.ts";
import type { GraphqlContext, GraphqlServices } from "./context.ts";
import { createContext } from "./context.ts";
import { maskError } from "./mask-error.ts";
import { limitQueries } from "./query-limits.ts";
import { schema } from "./schema.ts";

const maximumRequestBytes = 1_000_000;

export type GraphqlEndpoint = YogaServerInstance<object, GraphqlContext>;

/** Only same-origin: there are no CORS headers. The page for the browser is served by http/graphiql.ts. */
export const createGraphqlEndpoint = (services: GraphqlServices, log: ProcessLog): GraphqlEndpoint =>
  createYoga<object, GraphqlContext>({
    schema,
    context: () => createContext(services),
    plugins: [limitQueries],
    maskedErrors: { maskError: (error) => maskError(error, log) },
    maxRequestBodySize: maximumRequestBytes,
    cors: false,
    graphiql: false,
    landingPage: false,
    logging: false,
    multipart: false,
  });
