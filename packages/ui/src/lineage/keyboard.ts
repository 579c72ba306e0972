/** Where the arrow keys lead in the graph: along edges to the sides, within a column up and down. */
import type { Layout } from "./layout/layout.ts";

export interface Ways {
  readonly layout: Layout;
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
}

/** The asset that `pressed` leads to from `key`; `undefined` where it leads nowhere or is another key. */
export function nextFocus(pressed: string, key: string, { layout, upstream, downstream }: Ways): string | undefined {
  switch (pressed) {
    case "ArrowLeft":
      return nearest(key, upstream.get(key) ?? [], layout);
    case "ArrowRight":
      return nearest(key, downstream.get(key) ?? [], layout);
    case "ArrowUp":
      return inColumn(key, -1, layout);
    case "ArrowDown":
      return inColumn(key, 1, layout);
    case "Home":
      return rootOf(key, upstream, layout);
    default:
      return undefined;
  }
}

function nearest(key: string, candidates: readonly string[], layout: Layout): string | undefined {
  const height = (other: string): number => layout.nodes.get(other)?.y ?? 0;
  const here = height(key);
  return candidates.filter((other) => layout.nodes.has(other)).toSorted((a, b) => Math.abs(height(a) - here) - Math.abs(height(b) - here))[0];
}

function inColumn(key: string, step: number, layout: Layout): string | undefined {
  const column = layout.columns.find((keys) => keys.includes(key));
  return column?.[column.indexOf(key) + step];
}

/** The first source or root above the asset. */
function rootOf(key: string, upstream: ReadonlyMap<string, readonly string[]>, layout: Layout): string {
  const seen = new Set([key]);
  for (let at = key; ; ) {
    const above = nearest(
      at,
      (upstream.get(at) ?? []).filter((other) => !seen.has(other)),
      layout,
    );
    if (above === undefined) return at;
    seen.add(above);
    at = above;
  }
}
