/** Addresses of the pages, and what they say: every state worth a link is in the address. */
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";

const encodeKey = (key: string): string => key.split("/").map(encodeURIComponent).join("/");
export const assetHref = (key: string): string => `/assets/${encodeKey(key)}`;
export const runHref = (id: string): string => `/runs/${encodeURIComponent(id)}`;
export const materializationHref = (id: string): string => `/materializations/${encodeURIComponent(id)}`;

const never = (): (() => void) => () => {};

/** False in the exported HTML and while it is brought to life, true after: both must render the same. */
const useMounted = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** What follows `prefix` in the address, decoded; `null` until the page is mounted (the exported file serves all addresses). */
export function useRestOfPath(prefix: string): string | null {
  const path = usePathname();
  return useMounted() && path.startsWith(prefix) ? path.slice(prefix.length).split("/").map(decoded).join("/") : null;
}

/** Text that is no valid encoding is taken as it stands: no asset has that name, and the page says so. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Values to write into the address; `null` and empty lists remove. */
export type SearchChanges = { readonly [name: string]: string | readonly string[] | null };

/** The search part of the address, and how to change it: `push` makes an entry to go back to. */
export function useSearch(): { readonly search: URLSearchParams; readonly setSearch: (changes: SearchChanges, push?: boolean) => void } {
  const search = useSearchParams();
  const setSearch = useCallback((changes: SearchChanges, push = false) => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      for (const one of typeof value === "string" ? [value] : (value ?? [])) next.append(name, one);
    }
    const text = next.size === 0 ? window.location.pathname : `${window.location.pathname}?${next}`;
    if (push) window.history.pushState(null, "", text);
    else window.history.replaceState(null, "", text);
  }, []);
  return { search, setSearch };
}
