/** What a code graph consists of: declarations, statements and files, and what each of them says and refers to. */
import type { LocalModule } from "./local-module.ts";
import type { PackageVersion } from "./package-version.ts";
import type { Imported } from "./resolve-import.ts";

/** One declaration, statement or file that code refers to. The same one is the same object. */
export interface CodeNode {
  /** As people know it. */
  readonly name: string;
  readonly module: LocalModule;
  readonly start: number;
  readonly end: number;
  readonly kind: "declaration" | "statement" | "namespace" | "file";
  readonly content: () => CodeContent;
}

/** What a node says itself, and between its texts what it refers to. */
export interface CodeContent {
  readonly texts: readonly string[];
  readonly links: readonly Link[];
  /** Places that could not be followed. */
  readonly unfollowed: readonly { readonly what: string; readonly start: number }[];
}

export type Link =
  /** `suffix`: what is read of it. `passed`: files whose re-exports led there. */
  | {
      readonly kind: "node";
      readonly node: CodeNode;
      readonly suffix: string;
      readonly passed: readonly LocalModule[];
      /** It is changed there. */
      readonly written: boolean;
    }
  /** Something that is not local code. */
  | { readonly kind: "package"; readonly specifier: string; readonly member: string; readonly version: PackageVersion | null };

export const linkTo = (node: CodeNode, path: readonly string[], passed: readonly LocalModule[] = []): Link => ({
  ...{ kind: "node", node, passed, written: false },
  suffix: path.join(separator),
});

/** No name has it in it. */
export const separator = "\u0003";

export const packageLink = (imported: Exclude<Imported, { kind: "file" }>, path: readonly string[]): Link => ({
  ...{ kind: "package", specifier: imported.specifier },
  version: imported.kind === "package" ? imported.version : null,
  member: path.join(separator),
});

/** No package is called that. */
export const globalSpecifier = "(global)";

/** A global name that is changed. */
export const globalLink = (name: string): Link => ({ kind: "package", specifier: globalSpecifier, member: name, version: null });

/** A name that nothing explains: it counts by itself. */
export const unknownLink = (name: string): Link => ({ kind: "package", specifier: "", member: name, version: null });

export const linksOnly = (links: readonly Link[]): CodeContent => ({ texts: ["", ...links.map(() => ";")], links, unfollowed: [] });

/** Several contents one after another. */
export function joined(contents: readonly CodeContent[]): CodeContent {
  const [only, more] = contents;
  if (only !== undefined && more === undefined) return only;
  const texts: string[] = [""];
  for (const content of contents) {
    texts[texts.length - 1] += `;${content.texts[0] ?? ""}`;
    texts.push(...content.texts.slice(1));
  }
  return { texts, links: contents.flatMap(({ links }) => links), unfollowed: contents.flatMap(({ unfollowed }) => unfollowed) };
}
