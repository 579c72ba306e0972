/** Declarations and parts of definitions as they are listed and shown: where they stand, their text, and the hash that tells whether they were edited. */
import { relative, sep } from "node:path";
import type { CodeDeclaration } from "@headwater/core/engine";
import type { CodeContent } from "./code-node.ts";
import { type LocalModule, lineOf } from "./local-module.ts";
import { ownHash } from "./merkle.ts";

/** What can be shown: a node of the graph, or a part. */
interface Showable {
  readonly name: string;
  readonly module: LocalModule;
  readonly start: number;
  readonly end: number;
}

export interface Shown extends Omit<CodeDeclaration, "through"> {
  /** As it was written. */
  readonly text: string;
}

/** Remembers what it was asked for: most declarations are reached by many definitions. */
export class ShownDeclarations {
  readonly #root: string;
  readonly #paths = new Map<LocalModule, string>();
  readonly #known = new Map<Showable, Shown>();

  /** @param root Absolute directory that files are told relative to. */
  constructor(root: string) {
    this.#root = root;
  }

  show(showable: Showable, content: CodeContent): Shown {
    const known = this.#known.get(showable);
    if (known !== undefined) return known;
    const { name, module, start, end } = showable;
    const shown = { name, file: this.#pathOf(module), line: lineOf(module, start), hash: ownHash(content), text: module.text.slice(start, end) };
    this.#known.set(showable, shown);
    return shown;
  }

  #pathOf(module: LocalModule): string {
    const path = this.#paths.get(module) ?? relative(this.#root, module.file).replaceAll(sep, "/");
    this.#paths.set(module, path);
    return path;
  }
}
