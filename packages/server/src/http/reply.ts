/** Small answers: text, JSON, a file, a redirect. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { closedPolicy } from "./security-headers.ts";
import type { SiteFile } from "./site.ts";

type Headers = { readonly [name: string]: string };

const plain: Headers = { "cache-control": "no-store", "content-security-policy": closedPolicy };

export const replyText = (response: ServerResponse, status: number, text: string, headers: Headers = {}): void =>
  send(response, status, Buffer.from(`${text}\n`), { ...plain, "content-type": "text/plain; charset=utf-8", ...headers });

export const replyJson = (response: ServerResponse, status: number, content: unknown): void =>
  send(response, status, Buffer.from(JSON.stringify(content)), { ...plain, "content-type": "application/json" });

export const redirect = (response: ServerResponse, location: string, headers: Headers = {}): void =>
  send(response, 303, Buffer.alloc(0), { ...plain, location, ...headers });

/** A file, or word that the browser has it already. */
export function replyFile(request: IncomingMessage, response: ServerResponse, file: SiteFile, status = 200): void {
  const known = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (status === 200 && known.includes(file.headers.etag)) {
    const { "content-type": _, ...headers } = file.headers;
    response.writeHead(304, headers).end();
    return;
  }
  send(response, status, file.body, file.headers);
}

/** `end` leaves the body out by itself where the request was HEAD. */
function send(response: ServerResponse, status: number, body: Buffer, headers: Headers): void {
  response.writeHead(status, { ...headers, "content-length": String(body.length) }).end(body);
}
