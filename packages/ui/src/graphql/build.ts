/** Which build of the UI the server has, and whether that is still the one of this page. */

let first: string | null = null;
let isOutdated = false;
const listeners = new Set<() => void>();

/** Takes the name that an answer came with; `null`: the answer has none, as while the UI itself is developed. */
export function noteBuild(name: string | null): void {
  if (name === null || isOutdated) return;
  first ??= name;
  if (name === first) return;
  isOutdated = true;
  for (const listener of listeners) listener();
}

/** Whether the server was replaced by one with another page than this: for `useSyncExternalStore`. */
export const outdated = {
  read: (): boolean => isOutdated,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
