/** The UI's static export in memory: every file with its headers, and which file answers which path. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { closedPolicy, pagePolicy } from "./security-headers.ts";

export interface SiteFile {
  readonly body: Buffer;
  readonly headers: { readonly [name: string]: string; readonly etag: string };
}

export interface Site {
  /** Names this build of the UI: another one has another name. */
  readonly build: string;
  /**
   * The file for a decoded path such as `/assets/weather/hot_days`; `undefined` where there is none.
   * `payload`: asked by a navigation inside the page, which loads data for its router and not a page.
   */
  find(path: string, payload: boolean): SiteFile | undefined;
  readonly notFound: SiteFile | undefined;
}

const contentTypes: { readonly [extension: string]: string } = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Reads the export; `null` where it was not built. Only what was read is ever served, so no path leads out of it. */
export async function readSite(directory: string): Promise<Site | null> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, SiteFile>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(directory, file).split(sep).join("/")}`;
    files.set(path, siteFile(path, await readFile(file)));
  }
  const index = files.get("/index.html");
  if (index === undefined) return null;
  return {
    build: index.headers.etag.replaceAll('"', ""),
    find: (path, payload) => files.get(path) ?? files.get(pageOf(path)) ?? files.get(placeholderOf(files, path, payload) ?? ""),
    notFound: files.get("/404.html"),
  };
}

/** A file with its headers; the extension of `path` tells its kind. */
export function siteFile(path: string, body: Buffer): SiteFile {
  const extension = extname(path);
  return {
    body,
    headers: {
      "content-type": contentTypes[extension] ?? "application/octet-stream",
      "cache-control": path.startsWith("/_next/static/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": extension === ".html" ? pagePolicy(body.toString("utf8")) : closedPolicy,
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`,
    },
  };
}

const pageOf = (path: string): string => `${path === "/" ? "/index" : path.replace(/\/$/, "")}.html`;

/**
 * A dynamic route was exported once, for the placeholder `_`: `/assets/a/b` is answered by `/assets/_.html`, and the
 * payloads that a navigation loads beside it by those of the placeholder.
 */
function placeholderOf(files: ReadonlyMap<string, SiteFile>, path: string, payload: boolean): string | undefined {
  const slash = path.indexOf("/", 1);
  const route = path.slice(0, slash);
  if (slash < 0 || slash === path.length - 1 || !files.has(`${route}/_.html`)) return undefined;
  if (!payload || !path.endsWith(".txt")) return `${route}/_.html`;
  const segment = /\/__next\.[^?]*\.txt$/.exec(path)?.[0];
  return segment === undefined ? `${route}/_.txt` : `${route}/_${segment}`;
}
