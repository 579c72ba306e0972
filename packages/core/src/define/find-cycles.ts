/** Finds the circles among definitions, each with its path. */

/** Each circle once, as a path that ends where it begins. `upstream` gives the keys that a key refers to. */
export function findCycles(keys: Iterable<string>, upstream: (key: string) => readonly string[]): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  // Depth first without recursion: a chain may be longer than the call stack.
  for (const start of keys) {
    const path: string[] = [];
    const onPath = new Map<string, number>();
    const pending = [{ key: start, leave: false }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { key, leave } = next;
      const position = onPath.get(key);
      if (leave) {
        onPath.delete(key);
        path.pop();
        done.add(key);
      } else if (position !== undefined) {
        cycles.push([...path.slice(position), key]);
      } else if (!done.has(key)) {
        onPath.set(key, path.push(key) - 1);
        pending.push({ key, leave: true }, ...upstream(key).map((target) => ({ key: target, leave: false })));
      }
    }
  }
  return cycles;
}
