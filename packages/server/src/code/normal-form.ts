/**
 * The normal form of syntax: what it computes, as text without types, comments and places, the names of locals numbered as they come. Where it
 * refers to another declaration stands a gap that says to which. Equal texts whose gaps are filled alike compute the same.
 */
import type { DeclaredName } from "./declared-names.ts";
import type { Gap, NormalForm, Role, Surroundings } from "./gap.ts";
import { chainRoot, memberPath } from "./member-path.ts";
import { nodeFields } from "./node-fields.ts";
import { lookUp, type Scope, within, withinBody, withinParameters } from "./scope.ts";
import { isErased, isWrapper, type SyntaxNode, staticName, unwrapped } from "./syntax.ts";

/** Code that was generated may be nested deeper than can be walked; where that ends must not depend on the machine. */
const deepest = 500;

/**
 * @param node An expression, a statement or a declaration of the top level, whose own name does not count.
 * @throws RangeError where it is nested too deep
 */
export function normalForm(node: SyntaxNode, surroundings: Surroundings): NormalForm {
  const writer = new Writer(surroundings);
  writer.declaration(node);
  return writer.finish();
}

class Writer {
  readonly #surroundings: Surroundings;
  readonly #texts: string[] = [];
  readonly #gaps: Gap[] = [];
  readonly #unfollowed: { what: string; start: number }[] = [];
  readonly #numbers = new Map<DeclaredName, number>();
  #text = "";
  #scope: Scope | null = null;
  #depth = 0;
  #functions = 0;
  /** Functions around that have a `this` of their own. */
  #owners = 0;
  /** What is referred to is given another value, or a member of it is. */
  #writing = false;
  /** Labels around, the innermost last. */
  readonly #labels: string[] = [];
  /** Members of the enums around, which are known by name. */
  #members: ReadonlySet<string> = new Set();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  finish(): NormalForm {
    this.#texts.push(this.#text);
    return { texts: this.#texts, gaps: this.#gaps, unfollowed: this.#unfollowed };
  }

  /** A declaration of the top level: who refers to it says which one is meant. */
  declaration(node: SyntaxNode): void {
    if (node.type === "VariableDeclarator") this.#declarator(node, node.id.type === "Identifier" ? null : node.id);
    else if (node.type === "TSEnumDeclaration") this.#enum(node);
    else if (node.type === "TSModuleDeclaration") this.#namespace(node);
    else if (node.type === "ClassDeclaration") this.#class(node, node.id?.name ?? "");
    else if (node.type === "FunctionDeclaration") this.#function(node);
    else this.write(node);
  }

  write(node: SyntaxNode | null | undefined): void {
    if (node === null || node === undefined) {
      this.#text += "-";
      return;
    }
    if (++this.#depth > deepest) throw new RangeError(`nested deeper than ${deepest}`);
    const rule = Writer.#rules[node.type];
    if (rule !== undefined) rule(this, node);
    else if (isWrapper(node)) this.write(node.expression);
    else this.#fields(node, nodeFields[node.type] ?? this.#unknownFields(node));
    this.#depth -= 1;
  }

  #fields(node: SyntaxNode, fields: readonly string[]): void {
    const outer = this.#scope;
    this.#scope = within(outer, node);
    this.#text += `${node.type}(`;
    for (const field of fields) this.#value(node[field]);
    this.#text += ")";
    this.#scope = outer;
  }

  /** Syntax that nobody foresaw counts by all that it has. */
  #unknownFields(node: SyntaxNode): readonly string[] {
    this.#unfollowed.push({ what: `the syntax ${node.type}`, start: node.start });
    return Object.keys(node).filter((field) => !["type", "start", "end", "parent"].includes(field));
  }

  #value(value: unknown): void {
    if (Array.isArray(value)) this.#list(value);
    else if (typeof value === "object") this.write(value as SyntaxNode | null);
    else this.#text += `${String(value)},`;
  }

  #list(nodes: readonly (SyntaxNode | null)[]): void {
    this.#text += "[";
    for (const node of nodes) {
      if (node !== null && isErased(node)) continue;
      this.write(node);
      this.#text += ";";
    }
    this.#text += "]";
  }

  /** With the names that a node declares for what is within it. */
  #inside(node: SyntaxNode, write: () => void): void {
    const outer = this.#scope;
    this.#scope = within(outer, node);
    write();
    this.#scope = outer;
  }

  #say(text: string): void {
    this.#text += text;
  }

  #quoted(text: string): void {
    this.#text += JSON.stringify(text);
  }

  #gap(gap: Gap): void {
    this.#texts.push(this.#text);
    this.#text = "";
    this.#gaps.push(gap);
  }

  static readonly #rules: { readonly [type: string]: (writer: Writer, node: SyntaxNode) => void } = {
    Identifier: (writer, node) => writer.#name(node),
    Literal: (writer, node) => writer.#literal(node),
    TemplateLiteral: (writer, node) => writer.#template(node, "cooked"),
    TaggedTemplateExpression: (writer, node) => {
      writer.#text += "Tagged(";
      writer.write(node.tag);
      writer.#template(node.quasi, "raw");
      writer.#text += ")";
    },
    AssignmentExpression: (writer, node) => {
      writer.#say(`Assign ${node.operator} `);
      writer.#written(node.left);
      writer.write(node.right);
    },
    UnaryExpression: (writer, node) => {
      writer.#say(`Unary ${node.operator} `);
      if (node.operator === "delete") writer.#written(node.argument);
      else writer.write(node.argument);
    },
    UpdateExpression: (writer, node) => {
      writer.#say(`Update ${node.operator}${node.prefix} `);
      writer.#written(node.argument);
    },
    ThisExpression: (writer, node) => writer.#owner(node, "this "),
    Super: (writer, node) => writer.#owner(node, "super "),
    PrivateIdentifier: (writer, node) => writer.#say(`#${node.name}`),
    MetaProperty: (writer, node) => writer.#say(`${node.meta.name}.${node.property.name}`),
    FunctionDeclaration: (writer, node) => writer.#named(node, () => writer.#function(node)),
    FunctionExpression: (writer, node) => writer.#function(node),
    ArrowFunctionExpression: (writer, node) => writer.#function(node),
    ClassDeclaration: (writer, node) => writer.#named(node, () => writer.#class(node, node.id?.name ?? "")),
    ClassExpression: (writer, node) => writer.#class(node, node.id?.name ?? ""),
    TSEnumDeclaration: (writer, node) => writer.#named(node, () => writer.#enum(node)),
    TSModuleDeclaration: (writer, node) => writer.#named(node, () => writer.#namespace(node)),
    TSImportEqualsDeclaration: (writer, node) => writer.write(node.moduleReference),
    TSExportAssignment: (writer, node) => writer.write(node.expression),
    TSQualifiedName: (writer, node) => {
      writer.write(node.left);
      writer.#quoted(node.right.name);
    },
    ExportNamedDeclaration: (writer, node) => writer.#export(node),
    SwitchStatement: (writer, node) => {
      writer.#say("SwitchStatement(");
      writer.write(node.discriminant);
      writer.#inside(node, () => writer.#list(node.cases));
      writer.#say(")");
    },
    BlockStatement: (writer, node) => writer.#inside(node, () => writer.#list(node.body)),
    StaticBlock: (writer, node) => writer.#inside(node, () => writer.#list(node.body)),
    Program: (writer, node) => writer.#inside(node, () => writer.#list(node.body)),
    VariableDeclaration: (writer, node) => {
      writer.#text += node.kind;
      writer.#list(node.declarations);
    },
    VariableDeclarator: (writer, node) => writer.#declarator(node, node.id),
    LabeledStatement: (writer, node) => {
      writer.#text += "Label ";
      writer.#labels.push(node.label.name);
      writer.write(node.body);
      writer.#labels.pop();
    },
    BreakStatement: (writer, node) => writer.#say(`Break ${writer.#label(node.label)};`),
    ContinueStatement: (writer, node) => writer.#say(`Continue ${writer.#label(node.label)};`),
    Property: (writer, node) => writer.#member(node, `${node.kind}${node.method ? " method" : ""}`),
    MethodDefinition: (writer, node) => writer.#member(node, `${node.kind}${node.static ? " static" : ""}`),
    PropertyDefinition: (writer, node) => writer.#member(node, node.static ? "field static" : "field"),
    AccessorProperty: (writer, node) => writer.#member(node, node.static ? "accessor static" : "accessor"),
    TSParameterProperty: (writer, node) => {
      writer.#text += "Field(";
      writer.write(node.parameter);
      writer.#quoted((node.parameter.left ?? node.parameter).name);
      writer.#text += ")";
    },
    MemberExpression: (writer, node) => writer.#memberExpression(node),
    CallExpression: (writer, node) => writer.#call(node),
    ImportExpression: (writer, node) => writer.#import(node),
    JSXIdentifier: (writer, node) => writer.#quoted(node.name),
    JSXMemberExpression: (writer, node) => {
      writer.#elementName(node.object);
      writer.#quoted(node.property.name);
    },
    JSXOpeningElement: (writer, node) => {
      writer.#elementName(node.name);
      writer.#list(node.attributes);
    },
    JSXAttribute: (writer, node) => {
      writer.write(node.name);
      writer.write(node.value);
    },
    JSXElement: (writer, node) => writer.#element(node, node.openingElement),
    JSXFragment: (writer, node) => writer.#element(node, null),
    JSXText: (writer, node) => writer.#quoted(node.value.replace(/\s*\n\s*/g, "\n")),
    JSXEmptyExpression: (writer) => writer.#say("-"),
  };

  #name(node: SyntaxNode): void {
    const { name } = node;
    const local = lookUp(this.#scope, name);
    if (local === null && name === "arguments") this.#owner(node, "arguments ");
    else if (local !== null) {
      const known = this.#numbers.get(local.declared) ?? this.#numbers.size;
      this.#numbers.set(local.declared, known);
      this.#text += `$${known} `;
    } else if (this.#members.has(name)) this.#text += `member ${name} `;
    else this.#reference(node, []);
  }

  #written(node: SyntaxNode): void {
    const outer = this.#writing;
    this.#writing = true;
    this.write(node);
    this.#writing = outer;
  }

  /** By how far out it stands. */
  #label(label: SyntaxNode | null): string {
    return label === null ? "" : String(this.#labels.length - this.#labels.lastIndexOf(label.name));
  }

  /** `this`, `super` or `arguments`, of a function within the syntax or around it. */
  #owner(node: SyntaxNode, text: string): void {
    this.#text += text;
    if (this.#owners === 0) this.#gap({ kind: "this", start: node.start });
  }

  /** A name that is not declared within the syntax. */
  #reference({ name, start }: SyntaxNode, path: readonly string[]): void {
    const captured = lookUp(this.#surroundings.around, name);
    if (captured !== null) this.#gap({ kind: "capture", ...captured, path, inFunction: this.#functions > 0, start });
    else if (this.#surroundings.isTop(name)) this.#gap({ kind: "top", name, path, written: this.#writing });
    else {
      if (name === "eval" || name === "require") this.#unfollowed.push({ what: `\`${name}\``, start });
      this.#text += `global ${name} `;
      if (this.#writing) this.#gap({ kind: "global", name });
    }
  }

  /** Whether a name is that of the module's top level here, and not of something within or around. */
  #meansTop(name: string): boolean {
    return lookUp(this.#scope, name) === null && !this.#members.has(name) && lookUp(this.#surroundings.around, name) === null && this.#surroundings.isTop(name);
  }

  #literal(node: SyntaxNode): void {
    if (node.regex !== undefined) this.#text += `/${node.regex.pattern}/${node.regex.flags} `;
    else if (typeof node.value === "string") this.#quoted(node.bigint === undefined ? node.value : `${node.bigint}n`);
    else if (typeof node.value === "number" || typeof node.value === "boolean") this.#text += `${String(node.value)} `;
    else this.#text += `${node.bigint === undefined ? node.raw : `${node.bigint}n`} `;
  }

  #template(node: SyntaxNode, kind: "cooked" | "raw"): void {
    this.#text += "Template(";
    for (const part of node.quasis) this.#quoted(part.value[kind] ?? part.value.raw);
    this.#list(node.expressions);
    this.#text += ")";
  }

  /** A declaration within the syntax: its number, then what it is. */
  #named(node: SyntaxNode, write: () => void): void {
    if (node.id?.type === "Identifier") this.write(node.id);
    write();
  }

  #function(node: SyntaxNode): void {
    const owns = node.type === "ArrowFunctionExpression" ? 0 : 1;
    this.#functions += 1;
    this.#owners += owns;
    const outer = this.#scope;
    this.#scope = withinParameters(outer, node);
    this.#text += `${node.type === "ArrowFunctionExpression" ? "Arrow" : "Function"}${node.async ? " async" : ""}${node.generator ? " generator" : ""}(`;
    this.#list((node.params as readonly SyntaxNode[]).filter((parameter) => parameter.name !== "this"));
    this.#scope = withinBody(this.#scope, node);
    this.write(node.body);
    this.#text += ")";
    this.#scope = outer;
    this.#functions -= 1;
    this.#owners -= owns;
  }

  /** The name of a class is what people see of its errors. */
  #class(node: SyntaxNode, name: string): void {
    this.#functions += 1;
    this.#owners += 1;
    this.#inside(node, () => {
      this.#text += "Class(";
      this.#quoted(name);
      this.write(node.superClass);
      this.#list(node.body.body);
      this.#text += ")";
    });
    this.#functions -= 1;
    this.#owners -= 1;
  }

  #declarator({ id, init }: SyntaxNode, written: SyntaxNode | null): void {
    if (written !== null) this.write(written);
    this.#text += "=";
    const value = init === null ? null : unwrapped(init);
    if (value?.type === "ClassExpression" && value.id === null && id.type === "Identifier") this.#class(value, id.name);
    else this.write(value);
  }

  #enum(node: SyntaxNode): void {
    const outer = this.#members;
    const members: readonly SyntaxNode[] = node.body.members;
    this.#members = new Set([...outer, ...members.map((member) => String(member.id.name ?? member.id.value))]);
    this.#text += "Enum(";
    for (const { id, initializer } of members) {
      this.#quoted(String(id.name ?? id.value));
      this.write(initializer);
    }
    this.#text += ")";
    this.#members = outer;
  }

  #namespace({ id, body }: SyntaxNode): void {
    this.#text += "Namespace(";
    if (id.type === "TSQualifiedName") this.#quoted(namePath(id).slice(1).join("."));
    this.#inside(body, () => this.#list(body.body));
    this.#text += ")";
  }

  /** Of a namespace: its names are seen from outside. */
  #export({ declaration, specifiers }: SyntaxNode): void {
    this.#text += "Export(";
    if (declaration !== null) {
      for (const one of declaration.declarations ?? [declaration]) this.#quoted((one.id.name ?? "") as string);
      this.write(declaration);
    }
    for (const { local, exported } of specifiers) {
      this.write(local);
      this.#quoted(exported.name ?? exported.value);
    }
    this.#text += ")";
  }

  #member(node: SyntaxNode, kind: string): void {
    this.#text += `${kind} `;
    this.#key(node.key, node.computed);
    this.write(node.value);
  }

  #key(key: SyntaxNode, computed: boolean): void {
    const name = staticName(key, computed);
    if (name !== null) this.#quoted(name);
    else {
      this.#text += "[";
      this.write(key);
      this.#text += "]";
    }
  }

  #memberExpression(node: SyntaxNode): void {
    const { root, path, optional } = memberPath(node);
    const isMeant = root !== null && lookUp(this.#scope, root.name) === null && !this.#members.has(root.name);
    if (isMeant && (lookUp(this.#surroundings.around, root.name) !== null || this.#surroundings.isTop(root.name))) {
      this.#text += `Member ${optional} `;
      this.#reference(root, path);
    } else {
      this.#text += `Member(${node.optional ? "?" : ""}`;
      this.write(node.object);
      this.#key(node.property, node.computed);
      this.#text += ")";
    }
  }

  #call(node: SyntaxNode): void {
    const { callee } = node;
    if (this.#surroundings.opaque && this.#roleOf(unwrapped(callee)) === "definition") this.#text += "Definition";
    else if (this.#isDocumentation(node)) this.write(callee.object);
    else if (this.#isRequire(node)) this.#gap({ kind: "import", specifier: node.arguments[0].value });
    else {
      this.#text += `Call(${node.optional ? "?" : ""}`;
      if (this.#isMutator(unwrapped(callee))) this.#written(callee);
      else this.write(callee);
      // `Object.assign(x, ...)`
      const changed: readonly SyntaxNode[] = isChanging(callee) ? node.arguments.slice(0, 1) : [];
      for (const argument of changed) this.#written(argument);
      this.#list(node.arguments.slice(changed.length));
      this.#text += ")";
    }
  }

  /** `plugins.set(...)`: calls of methods by such names change what they are methods of. */
  #isMutator({ type, object, property, computed }: SyntaxNode): boolean {
    const name = type === "MemberExpression" ? (staticName(property, computed) ?? "") : "";
    if (!mutators.test(name) && (!inPlace.test(name) || isCopy(object))) return false;
    const root = chainRoot(object);
    return root !== null && this.#meansTop(root.name);
  }

  /** `require("x")` of a module that is no ES module. */
  #isRequire({ callee, arguments: given }: SyntaxNode): boolean {
    if (callee.type !== "Identifier" || callee.name !== "require" || typeof given[0]?.value !== "string") return false;
    return lookUp(this.#scope, "require") === null && lookUp(this.#surroundings.around, "require") === null && !this.#surroundings.isTop("require");
  }

  /** Of a name, or of a member of one. */
  #roleOf(node: SyntaxNode): Role {
    if (node.type === "Identifier") return this.#meansTop(node.name) ? this.#surroundings.roleOf(node.name, null) : null;
    const { root, path } = memberPath(node);
    return root !== null && path.length === 1 && this.#meansTop(root.name) ? this.#surroundings.roleOf(root.name, path[0] ?? null) : null;
  }

  /** `.describe(x)` and `.meta(x)` of a schema. */
  #isDocumentation({ callee }: SyntaxNode): boolean {
    if (callee.type !== "MemberExpression" || callee.computed || !["describe", "meta"].includes(callee.property.name)) return false;
    const root = chainRoot(callee.object);
    return root !== null && this.#meansTop(root.name) && this.#surroundings.roleOf(root.name, root.member) === "schema";
  }

  #import({ source, start }: SyntaxNode): void {
    const specifier = source.type === "TemplateLiteral" && source.expressions.length === 0 ? source.quasis[0].value.cooked : source.value;
    this.#text += "Import ";
    if (typeof specifier === "string") this.#gap({ kind: "import", specifier });
    else {
      this.#unfollowed.push({ what: "an `import()` of what is computed", start });
      this.write(source);
    }
  }

  #elementName(name: SyntaxNode): void {
    if (name.type === "JSXIdentifier" && (/^[^a-z]/.test(name.name) || this.#surroundings.isTop(name.name))) this.#name(name);
    else this.write(name);
  }

  #element(node: SyntaxNode, opening: SyntaxNode | null): void {
    this.#text += "Element(";
    this.#gap({ kind: "jsx" });
    if (opening !== null) this.write(opening);
    this.#list(node.children);
    this.#text += ")";
  }
}

const mutators = /^(set|add|push|unshift|splice|pop|shift|delete|clear|register|use|on|define.*)$/;
const inPlace = /^(sort|reverse|fill|copyWithin)$/;
const copying = /^(map|filter|slice|concat|flat|flatMap|split|toSorted|toReversed|toSpliced)$/;
const changing = /^(assign|define.*|set.*|deleteProperty)$/;

/** `list.map(...)` is a list of its own. */
const isCopy = (node: SyntaxNode): boolean =>
  node.type === "CallExpression" && node.callee.type === "MemberExpression" && copying.test(staticName(node.callee.property, node.callee.computed) ?? "");

/** `Object.assign(x, ...)` and the like change what they are given first. */
function isChanging(callee: SyntaxNode): boolean {
  const { root, path } = memberPath(callee);
  return (root?.name === "Object" || root?.name === "Reflect") && path.length === 1 && changing.test(path[0] ?? "");
}

const namePath = (id: SyntaxNode): readonly string[] => (id.type === "TSQualifiedName" ? [...namePath(id.left), id.right.name] : [id.name]);
