/** Headers that tell a browser to run nothing but what this server wrote, and to let no other site in. */
import { createHash } from "node:crypto";

export const securityHeaders = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/** The policy of everything that is not a page. */
export const closedPolicy = "default-src 'none'; frame-ancestors 'none'";

/** The policy of a page: scripts of this server, and exactly the inline ones that the page was built with. */
export function pagePolicy(html: string): string {
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inlineScriptHashes(html)].join(" "),
    // components set inline styles; a style can neither run code nor, with the lines below, reach another host
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const scriptElement = /<script(?<attributes>[^>]*)>(?<body>[\s\S]*?)<\/script>/gi;

function inlineScriptHashes(html: string): readonly string[] {
  const bodies = [...html.matchAll(scriptElement)].filter((match) => !/\ssrc=/i.test(match.groups?.attributes ?? "")).map((match) => match.groups?.body ?? "");
  return [...new Set(bodies)].map((body) => `'sha256-${createHash("sha256").update(body).digest("base64")}'`);
}
