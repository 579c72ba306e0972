/** What a module imports, declares and exports at its top level: all that its text says by itself. */
import { parseSync } from "oxc-parser";
import { blockNames } from "./declared-names.ts";
import { isErased, type SyntaxNode } from "./syntax.ts";

interface ImportedName {
  readonly specifier: string;
  /** `*`: the namespace. */
  readonly name: string;
}

/** A local name, or one of another module. */
type ExportedName = { readonly local: string } | ImportedName;

/** A top-level declaration; enums, namespaces and functions that are merged have several nodes. */
export interface TopLevel {
  readonly name: string;
  readonly nodes: readonly SyntaxNode[];
  /** It is never assigned anew. */
  readonly constant: boolean;
  /** The statement that it is written as, for people. */
  readonly statement: SyntaxNode;
}

export interface ModuleOutline {
  readonly text: string;
  readonly program: SyntaxNode;
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly declarations: ReadonlyMap<string, TopLevel>;
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Modules of `export * from`. */
  readonly stars: readonly string[];
  /** Modules of `import "x"`. */
  readonly bareImports: readonly string[];
  /** Statements that declare nothing: they are there for what they do. */
  readonly statements: readonly SyntaxNode[];
  /** Modules that are named in any way, `import("x")` included. */
  readonly specifiers: readonly string[];
  /** Whether it has imports or exports. */
  readonly isModule: boolean;
}

/** The name under which a default export without a name is declared; no identifier. */
export const defaultName = "*default*";

/** @returns `null` where the text cannot be parsed */
export function outlineOf(file: string, text: string): ModuleOutline | null {
  const parsed = parseSync(file, text, { preserveParens: false });
  if (parsed.errors.some(({ severity }) => severity === "Error")) return null;
  const dynamic = /\bimport\s*[(/]/.test(text) ? parsed.module.dynamicImports : [];
  const named = dynamic.flatMap(({ moduleRequest: { start, end } }) => literalText(text.slice(start, end)));
  return new Outline(text, parsed.program as unknown as SyntaxNode, named);
}

function literalText(source: string): readonly string[] {
  const match = /^(["'`])([^"'`\\$]*)\1$/.exec(source);
  return match?.[2] === undefined ? [] : [match[2]];
}

class Outline implements ModuleOutline {
  readonly text: string;
  readonly program: SyntaxNode;
  readonly imports = new Map<string, ImportedName>();
  readonly declarations = new Map<string, TopLevel>();
  readonly exports = new Map<string, ExportedName>();
  readonly stars: string[] = [];
  readonly bareImports: string[] = [];
  readonly statements: SyntaxNode[] = [];
  readonly isModule: boolean;
  readonly #specifiers: Set<string>;

  constructor(text: string, program: SyntaxNode, dynamic: readonly string[]) {
    this.text = text;
    this.program = program;
    this.isModule = (program.body as readonly SyntaxNode[]).some(({ type }) => type === "ImportDeclaration" || type.startsWith("Export"));
    this.#specifiers = new Set(dynamic);
    for (const statement of program.body) if (!isErased(statement)) this.#add(statement);
  }

  get specifiers(): readonly string[] {
    return [...this.#specifiers];
  }

  #add(statement: SyntaxNode): void {
    if (statement.type === "ImportDeclaration") this.#addImport(statement);
    else if (statement.type === "TSImportEqualsDeclaration") this.#addImportEquals(statement);
    else if (statement.type === "ExportAllDeclaration") this.#addExportAll(statement);
    else if (statement.type === "ExportNamedDeclaration") this.#addExport(statement);
    else if (statement.type === "ExportDefaultDeclaration") this.#addDefault(statement);
    else if (!this.#declare(statement, statement)) this.statements.push(statement);
  }

  #addImport(statement: SyntaxNode): void {
    if (statement.importKind === "type") return;
    const specifier: string = this.#named(statement.source.value);
    if (statement.specifiers.length === 0) this.bareImports.push(specifier);
    for (const one of statement.specifiers) {
      if (one.importKind === "type") continue;
      const name = one.type === "ImportSpecifier" ? nameOf(one.imported) : one.type === "ImportDefaultSpecifier" ? "default" : "*";
      this.imports.set(one.local.name, { specifier, name });
    }
  }

  #addImportEquals(statement: SyntaxNode): void {
    const reference: SyntaxNode = statement.moduleReference;
    if (reference.type === "TSExternalModuleReference") this.imports.set(statement.id.name, { specifier: this.#named(reference.expression.value), name: "*" });
    else this.declarations.set(statement.id.name, { name: statement.id.name, nodes: [statement], constant: true, statement });
  }

  #addExportAll(statement: SyntaxNode): void {
    if (statement.exportKind === "type") return;
    const specifier = this.#named(statement.source.value);
    if (statement.exported === null) this.stars.push(specifier);
    else this.exports.set(nameOf(statement.exported), { specifier, name: "*" });
  }

  #addExport(statement: SyntaxNode): void {
    if (statement.declaration !== null) {
      this.#declare(statement.declaration, statement);
      for (const { name } of blockNames([statement.declaration])) this.exports.set(name, { local: name });
    }
    const specifier = statement.source === null ? null : this.#named(statement.source.value);
    for (const { local, exported, exportKind } of statement.specifiers) {
      if (exportKind === "type") continue;
      this.exports.set(nameOf(exported), specifier === null ? { local: nameOf(local) } : { specifier, name: nameOf(local) });
    }
  }

  #addDefault(statement: SyntaxNode): void {
    const { declaration } = statement;
    if (isErased(declaration)) return;
    if (declaration.type === "Identifier") return void this.exports.set("default", { local: declaration.name });
    const local = declaration.id?.name !== undefined && /Declaration$/.test(declaration.type) ? declaration.id.name : defaultName;
    this.exports.set("default", { local });
    this.declarations.set(local, { name: local, nodes: [declaration], constant: true, statement });
  }

  /** @returns whether the statement declares anything, or is only there for types */
  #declare(declaring: SyntaxNode, statement: SyntaxNode): boolean {
    const names = blockNames([declaring]);
    for (const { name, node, kind } of names) {
      const before = this.declarations.get(name);
      const whole = declaring.type === "VariableDeclaration" && declaring.declarations.length > 1 ? node : statement;
      const constant = kind !== "let" && kind !== "var";
      this.declarations.set(name, { name, nodes: [...(before?.nodes ?? []), node], constant, statement: before?.statement ?? whole });
    }
    return names.length > 0 || isErased(declaring);
  }

  #named(specifier: string): string {
    this.#specifiers.add(specifier);
    return specifier;
  }
}

/** Of an import or export: an identifier or a text. */
const nameOf = (node: SyntaxNode): string => (node.type === "Literal" ? String(node.value) : node.name);
