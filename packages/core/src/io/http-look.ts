/** Requests of an HTTP source: which version it has, and what it holds. */
import { HeadwaterError } from "../model/errors.ts";
import { sha256 } from "../model/version.ts";

export interface HttpLook {
  readonly asset: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly signal: AbortSignal;
}

export interface HttpContent {
  readonly body: Uint8Array;
  readonly version: string;
}

/** The version that a URL has now. Throws `HTTP_STATUS`, `HTTP_UNREACHABLE`, or the reason of the signal. */
export async function httpVersion(look: HttpLook): Promise<string> {
  const head = await request(look, "HEAD");
  const stated = head.ok ? statedVersion(head.headers) : null;
  return stated ?? (await bodyOf(look)).version;
}

/** All that a URL holds, with the version that came with it. Throws like {@link httpVersion}. */
export async function bodyOf(look: HttpLook): Promise<HttpContent> {
  const response = await request(look, "GET");
  const body = await guarded(look, () => response.bytes());
  if (!response.ok) {
    const { status, statusText } = response;
    throw new HeadwaterError("HTTP_STATUS", { asset: look.asset, url: look.url, method: "GET", status, statusText });
  }
  return { body, version: statedVersion(response.headers) ?? `sha256:${sha256(body)}` };
}

/**
 * The version to record for a body. Servers may answer HEAD and GET with different etags (or with one only): a URL that
 * still has the version seen before the read was read at that version.
 */
export async function versionOfBody(look: HttpLook, content: HttpContent, seen: string): Promise<string> {
  return content.version === seen || (await httpVersion(look)) !== seen ? content.version : seen;
}

function statedVersion(headers: Headers): string | null {
  const [etag, modified] = [headers.get("etag"), headers.get("last-modified")];
  if (etag) return `etag:${etag}`;
  return modified ? `last-modified:${modified}` : null;
}

const request = (look: HttpLook, method: "HEAD" | "GET"): Promise<Response> =>
  guarded(look, () => fetch(look.url, { method, headers: look.headers, signal: look.signal, cache: "no-store" }));

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name of the host could not be looked up",
  ECONNRESET: "the connection was closed",
  UND_ERR_SOCKET: "the connection was closed before the end",
  ETIMEDOUT: "no answer in time",
  UND_ERR_CONNECT_TIMEOUT: "no answer in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "no answer in time",
};

async function guarded<T>(look: HttpLook, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (look.signal?.aborted) throw look.signal.reason;
    const cause = (error as Error).cause as (Error & { readonly code?: string }) | undefined;
    const problem = reasons[cause?.code ?? ""] ?? cause?.message ?? (error as Error).message;
    throw new HeadwaterError("HTTP_UNREACHABLE", { asset: look.asset, url: look.url, problem }, { cause: error });
  }
}
