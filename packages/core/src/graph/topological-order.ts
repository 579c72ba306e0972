/** Puts keys in the order of what they depend on, and finds the circles among them. */

export interface TopologicalOrder {
  /** Every key after all it depends on; otherwise as given. */
  readonly order: readonly string[];
  /** Each circle once, as a path that ends where it begins. The order means nothing then. */
  readonly cycles: readonly (readonly string[])[];
}

/** Depth first without recursion: a chain may be longer than the call stack. */
export function topologicalOrder(keys: Iterable<string>, dependenciesOf: (key: string) => readonly string[]): TopologicalOrder {
  const order: string[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
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
        order.push(key);
      } else if (position !== undefined) {
        cycles.push([...path.slice(position), key]);
      } else if (!done.has(key)) {
        onPath.set(key, path.push(key) - 1);
        pending.push({ key, leave: true });
        for (const dependency of dependenciesOf(key).toReversed()) pending.push({ key: dependency, leave: false });
      }
    }
  }
  return { order, cycles };
}
