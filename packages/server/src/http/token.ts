/** Who may come in: whoever presents the token, as a bearer or in the cookie that a visit to `/?token=...` sets. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export type Entry =
  | { readonly kind: "granted" }
  | { readonly kind: "refused" }
  | { readonly kind: "login"; readonly cookie: string; readonly location: string };

/** Cookies do not know ports: two servers on one machine must not overwrite each other's. */
const cookieName = (port: number): string => `headwater-${port}`;

/** Decides whether a request may come in. With no token configured, all may. */
export function entryOf(request: IncomingMessage, url: URL, token: string | null): Entry {
  if (token === null) return { kind: "granted" };
  const cookie = cookieName(request.socket.localPort ?? 0);
  const offered = url.searchParams.get("token");
  if (offered !== null && request.method === "GET" && isEqual(digest(offered), digest(token))) {
    url.searchParams.delete("token");
    // the cookie holds a digest: any token is a valid cookie value this way
    return {
      kind: "login",
      cookie: `${cookie}=${digest(token)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`,
      location: `${url.pathname.replace(/^\/+/, "/")}${url.search}`,
    };
  }
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const presented = bearer === undefined ? cookieOf(request, cookie) : digest(bearer);
  return { kind: presented !== undefined && isEqual(presented, digest(token)) ? "granted" : "refused" };
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(";").map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

const digest = (text: string): string => createHash("sha256").update(`headwater ${text}`).digest("base64url");

/** Compares in a time that says nothing about where the two differ. */
function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
