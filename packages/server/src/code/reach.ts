/** All that is reached from the parts of a definition, breadth first: what its manifest lists. */
import type { CodeNode, Link } from "./code-node.ts";
import type { LocalModule } from "./local-module.ts";
import type { PackageVersion } from "./package-version.ts";

/** Grows: more can be added to it until it is read. */
export class Reach {
  readonly #through = new Map<CodeNode, string | null>();
  readonly #packages = new Map<string, PackageVersion>();
  readonly modules = new Set<LocalModule>();

  get nodes(): IterableIterator<[CodeNode, string | null]> {
    return this.#through.entries();
  }

  get packages(): readonly PackageVersion[] {
    return [...this.#packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, version]) => version);
  }

  get size(): number {
    return this.#through.size;
  }

  /** Those of statements that act from elsewhere included. */
  get files(): ReadonlySet<LocalModule> {
    return new Set([...this.modules, ...[...this.#through.keys()].map(({ module }) => module)]);
  }

  /** Name of what was first reached in a module; `null`: nothing was. */
  firstIn(module: LocalModule): string | null {
    for (const node of this.#through.keys()) if (node.module === module) return node.name;
    return null;
  }

  /** Adds a statement of a module that is not reached for that, and all that is reached from there. */
  addStatement(node: CodeNode, through: string | null): void {
    if (this.#through.has(node)) return;
    this.#through.set(node, through);
    this.add(node.content().links, node.name);
  }

  /** Adds what links lead to, and all that is reached from there. */
  add(links: readonly Link[], through: string | null): void {
    const queue: { readonly node: CodeNode; readonly name: string | null }[] = [];
    this.#enter(links, through, queue);
    for (let next = 0; next < queue.length; next++) {
      const { node, name } = queue[next] as (typeof queue)[number];
      this.#enter(node.content().links, name, queue);
    }
  }

  #enter(links: readonly Link[], through: string | null, queue: { readonly node: CodeNode; readonly name: string | null }[]): void {
    for (const link of links) {
      if (link.kind === "package") {
        if (link.version !== null) this.#packages.set(`${link.version.name}@${link.version.version}`, link.version);
        continue;
      }
      for (const module of link.passed) this.modules.add(module);
      const { node } = link;
      if (this.#through.has(node)) continue;
      this.#through.set(node, through);
      this.modules.add(node.module);
      // A namespace is no declaration of its own.
      queue.push({ node, name: node.kind === "namespace" ? through : node.name });
    }
  }
}
