/** What an address to listen on means: who can reach it, and the URL that a person opens. */

/** Reachable from this machine only. */
export const isLoopback = (host: string): boolean => host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** Every address of this machine. */
export const isWildcard = (host: string): boolean => host === "0.0.0.0" || host === "::" || host === "";

/** The URL to open on this machine. */
export function urlOf(host: string, port: number): string {
  if (isWildcard(host) || host === "127.0.0.1" || host === "::1") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
