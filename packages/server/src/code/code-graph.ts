/** What declarations refer to, through the modules of a project: names, re-exports, namespaces, packages, JSON. */
import { isBuiltin } from "node:module";
import { basename } from "node:path";
import { projectOf } from "../worker/user-code/compiler-options.ts";
import { type CodeContent, type CodeNode, globalLink, joined, type Link, linksOnly, linkTo, packageLink, separator, unknownLink } from "./code-node.ts";
import { patternIdentifiers } from "./declared-names.ts";
import type { Gap, NormalForm, Role, Surroundings } from "./gap.ts";
import { isCommonJs, jsonText, type LocalModule, type ModuleCache, moduleReader } from "./local-module.ts";
import { chainRoot } from "./member-path.ts";
import { defaultName, type TopLevel } from "./module-outline.ts";
import { normalForm } from "./normal-form.ts";
import { type Imported, importResolver, isHeadwater, isZod } from "./resolve-import.ts";
import type { Scope } from "./scope.ts";
import { assigns, type SyntaxNode, unwrapped } from "./syntax.ts";

/** Calls of these make definitions: nobody else's code goes on through them. */
const definitionMakers: ReadonlySet<string> = new Set(["asset", "assets", "source", "resource", "check", "define"]);
/** Schemas of Headwater's own. */
const schemaMakers: ReadonlySet<string> = new Set(["table", "file", "files", "external"]);

export class CodeGraph {
  readonly module: (file: string) => LocalModule;
  readonly resolve: (specifier: string, parent: string) => Imported;
  readonly #nodes = new Map<string, CodeNode>();
  readonly #roles = new Map<LocalModule, Map<string, Role>>();

  constructor(cache: ModuleCache, untrackedPackages: readonly string[]) {
    this.module = moduleReader(cache);
    this.resolve = importResolver(untrackedPackages);
  }

  /** What a name of a module's top level means, or a member of it. `null`: nothing that is known. */
  linkOf(module: LocalModule, name: string, path: readonly string[]): Link | null {
    const imported = module.outline?.imports.get(name);
    if (imported === undefined) {
      const declaration = module.outline?.declarations.get(name);
      return declaration === undefined ? null : this.#declarationLink(module, declaration, path);
    }
    return this.#imported(this.resolve(imported.specifier, module.file), imported.name, path, []);
  }

  #declarationLink(module: LocalModule, declaration: TopLevel, path: readonly string[]): Link {
    const definition = this.#definitionIn(module, declaration);
    const node = definition === null ? this.declaration(module, declaration) : this.#handle(module, declaration, definition, path[0] ?? null);
    return linkTo(node, path);
  }

  /** The call of a declaration that is a definition, such as `const days = asset(...)`. */
  #definitionIn(module: LocalModule, { nodes }: TopLevel): SyntaxNode | null {
    const [syntax] = nodes;
    const call = syntax?.type === "VariableDeclarator" && syntax.init !== null ? unwrapped(syntax.init) : null;
    const root = call?.type === "CallExpression" ? chainRoot(call.callee) : null;
    return root !== null && this.roleOf(module, root.name, root.member) === "definition" ? call : null;
  }

  /** What others can know of a definition: its key and the schema of its output, but not how it is computed. */
  #handle(module: LocalModule, declaration: TopLevel, call: SyntaxNode, member: string | null): CodeNode {
    return this.#node(`handle ${module.file} ${declaration.name} ${member ?? ""}`, () => {
      const { start, end } = declaration.statement;
      const [key, spec] = call.arguments as readonly (SyntaxNode | undefined)[];
      const parts = [...(member === "schema" || key === undefined ? [] : [key]), ...(member === "key" || spec === undefined ? [] : [schemaIn(spec)])];
      const content = once(() => joined(parts.map((part) => this.content(module, part, null, true))));
      const node: CodeNode = { name: declaration.name, module, start, end, kind: "declaration", content };
      this.#declared.set(node, declaration);
      return node;
    });
  }

  #imported(imported: Imported, name: string, path: readonly string[], passed: readonly LocalModule[]): Link | null {
    if (imported.kind !== "file") return packageLink(imported, name === "*" ? path : [name, ...path]);
    const module = this.module(imported.file);
    if (name !== "*") return this.exportOf(module, name, path, passed);
    const [member, ...more] = path;
    const meant = member === undefined ? null : this.exportOf(module, member, more, passed);
    return meant ?? linkTo(this.namespace(module), path, passed);
  }

  /** @param passed Files of the re-exports on the way; a circle of them ends. */
  exportOf(module: LocalModule, name: string, path: readonly string[], passed: readonly LocalModule[] = []): Link | null {
    if (passed.includes(module)) return null;
    const { outline } = module;
    if (outline === null || isCommonJs(module)) return linkTo(this.file(module), [name, ...path], passed);
    const exported = outline.exports.get(name);
    if (exported === undefined) return name === "default" ? null : this.#starExport(module, name, path, passed);
    if (!("local" in exported)) return this.#imported(this.resolve(exported.specifier, module.file), exported.name, path, [...passed, module]);
    const link = this.linkOf(module, exported.local, path);
    return link?.kind === "node" ? { ...link, passed: [...link.passed, ...passed, module] } : link;
  }

  #starExport(module: LocalModule, name: string, path: readonly string[], passed: readonly LocalModule[]): Link | null {
    const onTheWay = [...passed, module];
    let external: Link | null = null;
    for (const specifier of module.outline?.stars ?? []) {
      const imported = this.resolve(specifier, module.file);
      if (imported.kind !== "file") external ??= this.#imported(imported, name, path, onTheWay);
      else {
        const found = this.exportOf(this.module(imported.file), name, path, onTheWay);
        if (found !== null) return found;
      }
    }
    return external;
  }

  /** The names that a module exports, those of `export *` included. */
  exportNames(module: LocalModule, seen: Set<LocalModule> = new Set()): ReadonlySet<string> {
    if (seen.has(module) || module.outline === null) return new Set();
    seen.add(module);
    const stars = module.outline.stars.flatMap((specifier) => {
      const imported = this.resolve(specifier, module.file);
      return imported.kind === "file" ? [...this.exportNames(this.module(imported.file), seen)].filter((name) => name !== "default") : [];
    });
    return new Set([...module.outline.exports.keys(), ...stars]);
  }

  /** What calls of a name make, or chains that begin with it. */
  roleOf(module: LocalModule, name: string, member: string | null): Role {
    const roles = this.#roles.get(module) ?? new Map<string, Role>();
    this.#roles.set(module, roles);
    const key = `${name} ${member ?? ""}`;
    const known = roles.get(key);
    if (known !== undefined) return known;
    // A chain that begins with itself is none.
    roles.set(key, null);
    const role = this.#findRole(this.linkOf(module, name, member === null ? [] : [member]));
    roles.set(key, role);
    return role;
  }

  #findRole(link: Link | null): Role {
    if (link === null) return null;
    if (link.kind === "package") {
      if (isZod(link.specifier)) return "schema";
      if (!isHeadwater(link.specifier)) return null;
      return definitionMakers.has(link.member) ? "definition" : schemaMakers.has(link.member) ? "schema" : null;
    }
    const [syntax, more] = link.node.kind === "declaration" ? (this.#declared.get(link.node)?.nodes ?? []) : [];
    if (syntax?.type !== "VariableDeclarator" || more !== undefined || syntax.init === null || syntax.id.type !== "Identifier" || link.suffix !== "")
      return null;
    const value = unwrapped(syntax.init);
    const root = chainRoot(value);
    if (root === null) return null;
    const role = this.roleOf(link.node.module, root.name, root.member);
    // `const make = asset` is another name of it, `const a = asset(...)` is what it made.
    return role === "definition" && value.type === "CallExpression" ? null : role;
  }

  readonly #declared = new Map<CodeNode, TopLevel>();

  /** The declaration that a node stands for. */
  declared(node: CodeNode): TopLevel | null {
    return this.#declared.get(node) ?? null;
  }

  declaration(module: LocalModule, declaration: TopLevel, opaque = true): CodeNode {
    return this.#node(`${opaque ? "" : "open "}declaration ${module.file} ${declaration.name}`, () => {
      const { start, end } = declaration.statement;
      const name = declaration.name === defaultName ? "default" : declaration.name;
      const content = once(() => this.#declarationContent(module, declaration, opaque));
      const node: CodeNode = { name, module, start, end, kind: "declaration", content };
      this.#declared.set(node, declaration);
      return node;
    });
  }

  #declarationContent(module: LocalModule, declaration: TopLevel, opaque: boolean): CodeContent {
    const contents = declaration.nodes.map((syntax) => this.content(module, syntax, null, opaque));
    if (!declaration.constant) contents.push(linksOnly(this.#writers(module, declaration)));
    const [first] = declaration.nodes;
    if (first?.type !== "VariableDeclarator" || first.id.type === "Identifier") return joined(contents);
    const index = patternIdentifiers(first.id).findIndex(({ name }) => name === declaration.name);
    return joined([{ texts: [`name ${index} of`], links: [], unfollowed: [] }, ...contents]);
  }

  /** Declarations whose functions may give a variable another value. */
  #writers(module: LocalModule, { name, nodes }: TopLevel): readonly Link[] {
    const others = [...(module.outline?.declarations.values() ?? [])].filter((other) => !nodes.some((node) => other.nodes.includes(node)));
    const writers = others.filter((other) => other.nodes.some((node) => assigns(node, name))).map((other) => this.declaration(module, other));
    return writers.sort((a, b) => (a.content().texts.join() < b.content().texts.join() ? -1 : 1)).map((node) => linkTo(node, []));
  }

  statement(module: LocalModule, statement: SyntaxNode, opaque = true): CodeNode {
    return this.#node(`${opaque ? "" : "open "}statement ${module.file} ${statement.start}`, () => ({
      name: "statement",
      module,
      start: statement.start,
      end: statement.end,
      kind: "statement",
      content: once(() => this.content(module, statement, null, opaque)),
    }));
  }

  /** All exports of a module together. */
  namespace(module: LocalModule): CodeNode {
    if (module.outline === null || isCommonJs(module)) return this.file(module);
    return this.#node(`namespace ${module.file}`, () => ({
      ...{ name: "*", module, start: 0, end: 0, kind: "namespace" },
      content: once(() => {
        const names = [...this.exportNames(module)].sort();
        const links = names.map((name) => this.exportOf(module, name, []) ?? unknownLink(name));
        const stars = (module.outline?.stars ?? []).flatMap((specifier) => {
          const imported = this.resolve(specifier, module.file);
          return imported.kind === "package" ? [packageLink(imported, [])] : [];
        });
        return { texts: ["namespace", ...names, ...stars.map(() => "*")], links: [...links, ...stars], unfollowed: [] };
      }),
    }));
  }

  /** A module with all that it imports, at any distance: where its hash is the same, all is that can be found out by starting there. */
  closure(module: LocalModule): CodeNode {
    return this.#node(`closure ${module.file}`, () => ({
      ...{ name: "", module, start: 0, end: 0, kind: "file" },
      content: once(() => {
        const links = (module.outline?.specifiers ?? []).map((specifier): Link => {
          const imported = this.resolve(specifier, module.file);
          return imported.kind === "file" ? linkTo(this.closure(this.module(imported.file)), []) : packageLink(imported, []);
        });
        const required = module.outline?.specifiers.some((specifier) => /^(node:)?module$/.test(specifier)) ? this.#namedFiles(module) : [];
        return joined([{ texts: [`${module.file} ${module.hash}`], links: [], unfollowed: [] }, linksOnly([...links, ...required])]);
      }),
    }));
  }

  /** A whole file: JSON by what it says, other files by what they are as a whole. */
  file(module: LocalModule): CodeNode {
    return this.#node(`file ${module.file}`, () => ({
      ...{ name: basename(module.file), module, start: 0, end: module.text.length, kind: "file" },
      content: once(() => this.#fileContent(module)),
    }));
  }

  #fileContent(module: LocalModule): CodeContent {
    if (module.file.endsWith(".json")) return { texts: [jsonText(module)], links: [], unfollowed: [] };
    if (module.outline === null) return { texts: [module.hash], links: [], unfollowed: [{ what: "a file that cannot be parsed", start: 0 }] };
    const links = module.outline.specifiers.flatMap((specifier) => this.#whole(module, specifier) ?? []);
    if (isCommonJs(module)) {
      const content = this.content(module, module.outline.program, null, true);
      return joined([{ ...content, unfollowed: [{ what: "a CommonJS module", start: 0 }] }, linksOnly(links)]);
    }
    const declarations = [...module.outline.declarations.values()].map((declaration) => linkTo(this.declaration(module, declaration, false), []));
    const statements = module.outline.statements.map((statement) => linkTo(this.statement(module, statement, false), []));
    return linksOnly([...declarations, ...statements, ...links, ...this.#namedFiles(module)]);
  }

  /** Local files that a module names in texts, as `require` may be given them under another name. */
  #namedFiles(module: LocalModule): readonly Link[] {
    const names = new Set(Array.from(module.text.matchAll(/(["'`])(\.{1,2}\/[^"'`\n]*)\1/g), ([, , name = ""]) => name));
    return [...names].flatMap((name) => {
      const named = this.resolve(name, module.file);
      return named.kind === "file" ? [linkTo(this.file(this.module(named.file)), [])] : [];
    });
  }

  /** All that a specifier leads to. */
  #whole(module: LocalModule, specifier: string): Link | null {
    return this.#imported(this.resolve(specifier, module.file), "*", [], []);
  }

  /** What syntax says, with links in its gaps. */
  content(module: LocalModule, syntax: SyntaxNode, around: Scope | null, opaque: boolean): CodeContent {
    const form = this.form(module, syntax, around, opaque);
    return this.linked(module, { ...form, links: form.gaps.map((gap) => this.linkFor(module, gap)) });
  }

  /** With a link to the whole file where something cannot be followed. */
  linked(module: LocalModule, { texts, links, unfollowed }: CodeContent): CodeContent {
    const loaders = links.some(
      (link) => link.kind === "package" && /^(node:)?module$/.test(link.specifier) && link.member.split(separator).includes("createRequire"),
    );
    const all = loaders ? [...unfollowed, { what: "`createRequire`", start: 0 }] : unfollowed;
    return all.length === 0 ? { texts, links, unfollowed: all } : { texts: [...texts, ""], links: [...links, linkTo(this.file(module), [])], unfollowed: all };
  }

  form(module: LocalModule, syntax: SyntaxNode, around: Scope | null, opaque: boolean): NormalForm {
    const surroundings: Surroundings = {
      around,
      opaque,
      isTop: (name) => module.outline !== null && (module.outline.declarations.has(name) || module.outline.imports.has(name)),
      roleOf: (name, member) => this.roleOf(module, name, member),
    };
    try {
      return normalForm(syntax, surroundings);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { texts: [module.text.slice(syntax.start, syntax.end)], gaps: [], unfollowed: [{ what: "syntax that is nested this deep", start: syntax.start }] };
    }
  }

  linkFor(module: LocalModule, gap: Gap): Link {
    if (gap.kind === "top") {
      const link = this.linkOf(module, gap.name, gap.path) ?? unknownLink(gap.name);
      if (!gap.written) return link;
      if (link.kind === "node") return { ...link, written: true };
      return isBuiltin(link.specifier) ? globalLink(`${link.specifier} ${link.member}`) : link;
    }
    if (gap.kind === "global") return globalLink(gap.name);
    if (gap.kind === "import") return this.#whole(module, gap.specifier) ?? unknownLink(gap.specifier);
    return (gap.kind === "jsx" ? this.#jsx(module) : null) ?? unknownLink(gap.kind);
  }

  /** By the settings of the nearest `tsconfig.json`: a function in scope, or a package. */
  #jsx(module: LocalModule): Link | null {
    const { jsx, jsxImportSource, jsxFactory } = projectOf(module.file).options;
    if (jsx === "react-jsx" || jsx === "react-jsxdev") return this.#whole(module, `${jsxImportSource ?? "react"}/jsx-runtime`);
    return this.linkOf(module, (jsxFactory ?? "React").split(".")[0] ?? "", []);
  }

  #node(key: string, make: () => CodeNode): CodeNode {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = make();
    this.#nodes.set(key, node);
    return node;
  }
}

/** The schema in a spec that is written out; else all of the spec. */
function schemaIn(spec: SyntaxNode): SyntaxNode {
  const properties: readonly SyntaxNode[] = spec.type === "ObjectExpression" ? spec.properties : [];
  const isOpen = properties.some(({ type }) => type === "SpreadElement");
  const schema = properties.find(({ key }) => ["output", "outputs", "schema"].includes(key?.name));
  return isOpen || schema === undefined ? spec : schema.value;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
