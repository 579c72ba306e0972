/** Hashes of declarations: over their own text and the hashes of what they refer to. Circles hash as one. */
import { sha256 } from "@headwater/core/engine";
import type { CodeContent, CodeNode, Link } from "./code-node.ts";

interface Visit {
  readonly node: CodeNode;
  readonly index: number;
  low: number;
  next: number;
  /** It refers to itself. */
  isCircle: boolean;
}

/** Hashes nodes and remembers them. */
export class Hashes {
  readonly #known = new Map<CodeNode, string>();

  /** Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion: chains of references may be long. */
  of(root: CodeNode): string {
    const found = this.#known.get(root);
    if (found !== undefined) return found;
    const visits = new Map<CodeNode, Visit>();
    const component: CodeNode[] = [];
    const path: Visit[] = [];
    const enter = (node: CodeNode): void => {
      const visit = { node, index: visits.size, low: visits.size, next: 0, isCircle: false };
      visits.set(node, visit);
      component.push(node);
      path.push(visit);
    };
    enter(root);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const link = visit.node.content().links[visit.next];
      visit.next += 1;
      if (link === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) above.low = Math.min(above.low, visit.low);
        if (visit.low === visit.index) this.#close(component.splice(component.lastIndexOf(visit.node)), visit.isCircle);
      } else if (link.kind === "node" && !this.#known.has(link.node)) {
        const other = visits.get(link.node);
        visit.isCircle ||= other === visit;
        if (other === undefined) enter(link.node);
        else visit.low = Math.min(visit.low, other.index);
      }
    }
    return this.#known.get(root) ?? "";
  }

  /** What fills the gap of a link. */
  fill(link: Link): string {
    if (link.kind === "node") return `${this.of(link.node)}.${link.suffix}`;
    return packageText(link);
  }

  #close(members: readonly CodeNode[], isCircle: boolean): void {
    const [only, more] = members;
    if (only !== undefined && more === undefined && !isCircle) {
      this.#known.set(
        only,
        hashContent(only.content(), (link) => this.fill(link)),
      );
      return;
    }
    const inside = new Set(members);
    const blind = new Map(members.map((node) => [node, this.#text(node, (other) => (inside.has(other) ? "@" : null))]));
    const sorted = [...members].sort((a, b) => compare(blind.get(a) ?? "", blind.get(b) ?? "") || compare(a.name, b.name));
    const places = new Map(sorted.map((node, index) => [node, index]));
    const whole = sha256(sorted.map((node) => this.#text(node, (other) => (places.has(other) ? `@${places.get(other)}` : null))).join("\n"));
    for (const [node, index] of places) this.#known.set(node, sha256(`${whole}${index}`));
  }

  #text(node: CodeNode, place: (other: CodeNode) => string | null): string {
    return filled(node.content(), (link) => {
      const inside = link.kind === "node" ? place(link.node) : null;
      return inside === null ? this.fill(link) : `${inside}.${link.kind === "node" ? link.suffix : ""}`;
    });
  }
}

const packageText = ({ specifier, member, version }: Link & { kind: "package" }): string =>
  `${specifier}#${member}${version === null ? "" : `@${version.name}@${version.version}`}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The text of a content with its gaps filled. */
function filled({ texts, links }: Pick<CodeContent, "texts" | "links">, fill: (link: Link) => string): string {
  let text = texts[0] ?? "";
  for (const [index, link] of links.entries()) text += `\u0001${fill(link)}\u0002${texts[index + 1] ?? ""}`;
  return text;
}

export const hashContent = (content: Pick<CodeContent, "texts" | "links">, fill: (link: Link) => string): string => sha256(filled(content, fill));

/** SHA-256 of a text alone: what it refers to counts by name. */
export const ownHash = (content: Pick<CodeContent, "texts" | "links">): string =>
  hashContent(content, (link) => (link.kind === "node" ? `${link.node.name}.${link.suffix}` : packageText({ ...link, version: null })));
