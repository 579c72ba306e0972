/** Sends one document to the server and tells its failures apart. */
import type { TadaDocumentNode } from "gql.tada";
import { print } from "graphql";
import { noteBuild } from "./build.ts";

/** The server answered, but not with data: a bad selection, no definitions yet, or a fault of its own. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: string;
  /** What to do next; `null` where nobody knows. */
  readonly fix: string | null;
  constructor(message: string, code: string, fix: string | null) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/** Nobody answered. */
export class DisconnectedError extends Error {
  override readonly name = "DisconnectedError";
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly fix?: string } }[];
}

/**
 * Asks the server that served this page.
 * @throws {RequestError} when the answer holds errors
 * @throws {DisconnectedError} when there is no answer
 */
export async function request<Result, Variables>(document: TadaDocumentNode<Result, Variables>, variables: Variables, signal?: AbortSignal): Promise<Result> {
  const response = await send(JSON.stringify({ query: print(document), variables }), signal);
  const answer = (await response.json().catch(() => ({}))) as Answer<Result>;
  const error = answer.errors?.[0];
  if (error !== undefined) throw new RequestError(error.message, error.extensions?.code ?? "UNEXPECTED", error.extensions?.fix ?? null);
  if (answer.data === undefined || answer.data === null) throw new DisconnectedError(`The server answered with status ${response.status} and no data.`);
  return answer.data;
}

async function send(body: string, signal?: AbortSignal): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  try {
    const response = await fetch("/graphql", { method: "POST", headers, body, ...(signal && { signal }) });
    noteBuild(response.headers.get("headwater-ui"));
    return response;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new DisconnectedError("The Headwater server does not answer.", { cause });
  }
}
