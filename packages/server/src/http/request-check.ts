/** Refuses requests that a browser sends on behalf of another site: DNS rebinding, forged origins, forms. */

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isLoopback, isWildcard } from "./address.ts";

export interface Refusal {
  readonly status: 400 | 403 | 405 | 415;
  readonly message: string;
}

export interface CheckOptions {
  /** Address that the server listens on. */
  readonly host: string;
  /** Pages of other local ports may call too: the development server of the UI. */
  readonly dev: boolean;
}

/** Why a request is not served; `null` when it is. */
export function refusalOf(request: IncomingMessage, options: CheckOptions): Refusal | null {
  const host = authorityOf(`http://${request.headers.host ?? ""}`);
  if (host === null) return { status: 400, message: "The request names no host." };
  if (!isServedHost(host.name, options.host)) {
    return { status: 403, message: `Headwater is not served as "${host.name}". Use http://localhost, or start it with --host ${host.name}.` };
  }
  const { origin } = request.headers;
  if (origin !== undefined && !isOwnOrigin(origin, host, options)) return { status: 403, message: `Pages of ${origin} may not call this server.` };
  if (request.method === "GET" || request.method === "HEAD") return embeddingRefusal(request);
  if (request.method !== "POST") return { status: 405, message: `Method ${request.method} is not served here: use GET or POST.` };
  // a form of another site cannot send this type without asking first (and is never answered)
  if (mediaType(request) !== "application/json") return { status: 415, message: "Send JSON, with the header `content-type: application/json`." };
  return null;
}

/** An image or a script of another site's page sends no origin, but browsers say where it stands. A link may lead here. */
function embeddingRefusal({ headers }: IncomingMessage): Refusal | null {
  const isEmbedded = headers["sec-fetch-site"] === "cross-site" && headers["sec-fetch-mode"] !== "navigate";
  return isEmbedded ? { status: 403, message: "Pages of other sites may not embed this server." } : null;
}

interface Authority {
  readonly name: string;
  readonly full: string;
}

function authorityOf(url: string): Authority | null {
  const parsed = URL.parse(url);
  return parsed === null || parsed.hostname === "" ? null : { name: parsed.hostname.replace(/^\[|\]$/g, ""), full: parsed.host };
}

/**
 * Rebinding needs a name that an attacker owns. An IP address is none, and on a wildcard address (which needs a token)
 * the token protects: its cookie belongs to the name.
 */
const isServedHost = (name: string, host: string): boolean => isLoopback(name) || isIP(name) !== 0 || isWildcard(host) || name === host.toLowerCase();

function isOwnOrigin(origin: string, host: Authority, { dev }: CheckOptions): boolean {
  const from = authorityOf(origin);
  if (from === null) return false;
  return from.full === host.full || (dev && isLoopback(from.name) && isLoopback(host.name));
}

const mediaType = (request: IncomingMessage): string => (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
