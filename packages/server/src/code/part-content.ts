/** What a part of a definition says: its expression, and the constants and arguments around it that it captures. */
import type { Site } from "./call-site.ts";
import type { CodeGraph } from "./code-graph.ts";
import { type CodeContent, joined, type Link } from "./code-node.ts";
import type { Capture } from "./gap.ts";
import { type LocalModule, lineOf } from "./local-module.ts";
import { type Coverage, sourceOf } from "./params-coverage.ts";
import { lookUp } from "./scope.ts";
import { type SyntaxNode, unwrapped } from "./syntax.ts";
import type { Value, Values } from "./values.ts";

/** A captured variable that nothing counts. */
export interface Untracked {
  readonly name: string;
  readonly module: LocalModule;
  readonly line: number;
}

export interface PartContent extends CodeContent {
  readonly untracked: readonly Untracked[];
  /** Names whose values at the time of the definition are not to be found. */
  readonly unresolved: readonly Untracked[];
}

interface Pending {
  readonly node: SyntaxNode;
  readonly site: Site;
  /** It is captured by a function: what it captures itself must be covered. */
  readonly strict: boolean;
}

export function partContent(values: readonly Value[], context: { readonly graph: CodeGraph; readonly follow: Values; readonly covers: Coverage }): PartContent {
  const writer = new PartWriter(context);
  for (const { node, site } of values) writer.add({ node, site, strict: false });
  return writer.finish();
}

class PartWriter {
  readonly #context: Parameters<typeof partContent>[1];
  readonly #contents: CodeContent[] = [];
  /** Constants around, in the order in which they are referred to. */
  readonly #pending: Pending[] = [];
  readonly #numbers = new Map<SyntaxNode, number>();
  readonly #untracked: Untracked[] = [];
  readonly #unresolved: Untracked[] = [];

  constructor(context: Parameters<typeof partContent>[1]) {
    this.#context = context;
  }

  finish(): PartContent {
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) this.add(next);
    return { ...joined(this.#contents), untracked: this.#untracked, unresolved: this.#unresolved };
  }

  add({ node, site, strict }: Pending): void {
    const { graph } = this.#context;
    const form = graph.form(site.module, node, site.around, true);
    const texts: string[] = [form.texts[0] ?? ""];
    const links: Link[] = [];
    for (const [index, gap] of form.gaps.entries()) {
      const after = form.texts[index + 1] ?? "";
      if (gap.kind === "capture") texts[texts.length - 1] += `${this.#captured(gap, site, strict)}${after}`;
      else {
        if (gap.kind === "this" && site.inside !== null) this.#unresolved.push({ name: "this", module: site.module, line: lineOf(site.module, gap.start) });
        links.push(graph.linkFor(site.module, gap));
        texts.push(after);
      }
    }
    this.#contents.push(graph.linked(site.module, { texts, links, unfollowed: form.unfollowed }));
  }

  /** What stands in the text for a captured name. */
  #captured(capture: Capture, site: Site, strict: boolean): string {
    const { declared, path } = capture;
    const where = this.#context.covers(declared, path) ?? this.#coveredSource(capture);
    if (where !== null) return `params ${where} `;
    const members = path.map((name) => `.${name}`).join("");
    const known = this.#numbers.get(declared.identifier);
    if (known !== undefined) return `around ${known}${members} `;
    const pending = this.#meaning(capture, site, strict || capture.inFunction);
    if (pending === null) return `unknown ${declared.name}${members} `;
    const number = this.#numbers.size;
    this.#numbers.set(declared.identifier, number);
    this.#pending.push(pending);
    return `around ${number}${members} `;
  }

  /** `const { rate } = item` is as good as `item.rate`. */
  #coveredSource({ declared, scope, path }: Capture): string | null {
    if (declared.kind !== "const") return null;
    const source = sourceOf(declared);
    if (source === null) return null;
    const node = unwrapped(source.node);
    const root = node.type === "Identifier" ? node.name : null;
    if (root === null) return null;
    const found = lookUp(scope, root);
    return found === null ? null : this.#context.covers(found.declared, [...source.path, ...path]);
  }

  #meaning({ declared, scope, start }: Capture, site: Site, strict: boolean): Pending | null {
    const isConstant = declared.kind === "const" && declared.node.type === "VariableDeclarator" && declared.node.init !== null;
    if (isConstant || ["function", "class", "enum", "namespace"].includes(declared.kind))
      return { node: isConstant && declared.node.id.type === "Identifier" ? declared.node.init : declared.node, site: { ...site, around: scope }, strict };
    const place = { name: declared.name, module: site.module, line: lineOf(site.module, start) };
    const value = strict || declared.kind !== "parameter" ? null : this.#context.follow.captured(declared, scope, site);
    if (value !== null) return { ...value, strict };
    (strict ? this.#untracked : this.#unresolved).push(place);
    return null;
  }
}
