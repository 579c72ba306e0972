/** All local modules that an entry leads to. */
import type { CodeGraph } from "./code-graph.ts";
import type { LocalModule } from "./local-module.ts";

/** In the order in which they are found; the entry first. */
export function loadedModules(entry: string, graph: CodeGraph): readonly LocalModule[] {
  const found = new Set<LocalModule>([graph.module(entry)]);
  // A set that grows is walked to its end.
  for (const module of found) {
    for (const specifier of module.outline?.specifiers ?? []) {
      const imported = graph.resolve(specifier, module.file);
      if (imported.kind === "file") found.add(graph.module(imported.file));
    }
  }
  return [...found];
}
