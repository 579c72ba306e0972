/** What a client is told of an error: what Headwater reports on purpose, in full; of anything else only an id that is in the log. */
import { randomUUID } from "node:crypto";
import { HeadwaterError } from "@headwater/core/engine";
import type { GraphQLError } from "graphql";
import { createGraphQLError } from "graphql-yoga";
import type { ProcessLog } from "../process-log.ts";

/** @param thrown What a resolver threw, as the executor wraps it, or what the executor itself refuses. */
export function maskError(thrown: unknown, log: ProcessLog): Error {
  const error = isGraphqlError(thrown) ? (thrown.originalError ?? thrown) : thrown;
  if (isGraphqlError(error)) return withCode(isGraphqlError(thrown) ? thrown : error);
  const place = isGraphqlError(thrown) ? { nodes: thrown.nodes ?? null, path: thrown.path ?? null } : {};
  if (HeadwaterError.is(error)) return asGraphqlError(error, {}, place);
  const id = randomUUID();
  log.warn(`unexpected error ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return createGraphQLError(`Unexpected error. The server's log has the details under ${id}.`, { ...place, extensions: { code: "INTERNAL_SERVER_ERROR", id } });
}

/** An error that Headwater reports on purpose, as clients see it. */
export const asGraphqlError = (error: HeadwaterError, extensions: object = {}, place: object = {}): GraphQLError =>
  createGraphQLError(error.message, { ...place, extensions: { code: error.code, fix: error.fix, ...extensions } });

/** What the executor itself refuses, such as a variable of another type, has no code of its own. */
const withCode = (error: GraphQLError): GraphQLError =>
  error.extensions.code === undefined
    ? createGraphQLError(error.message, { nodes: error.nodes ?? null, path: error.path ?? null, extensions: { ...error.extensions, code: "BAD_USER_INPUT" } })
    : error;

/** By name: two copies of the library must understand each other. */
const isGraphqlError = (error: unknown): error is GraphQLError => error instanceof Error && error.name === "GraphQLError";
