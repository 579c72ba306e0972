/** What a TypeScript file declares at its top level: the text without bodies, and the comment before it. */
import { type Class, type Comment, parseSync, type Statement, type VariableDeclarator } from "oxc-parser";

export interface Declaration {
  readonly file: string;
  readonly name: string;
  readonly kind: "value" | "type";
  readonly isExported: boolean;
  /** The inner text of its JSDoc. */
  readonly doc: string | null;
  /** As TypeScript would declare it; several overloads, one per line. */
  readonly code: string;
}

interface Named {
  readonly from: string;
  readonly names: readonly string[] | "*";
}

/** What a door gives on, by file. */
export function doorOf(file: string, text: string): readonly Named[] {
  return parse(file, text).body.flatMap((statement): readonly Named[] => {
    if (statement.type === "ExportAllDeclaration") return [{ from: statement.source.value, names: "*" }];
    if (statement.type !== "ExportNamedDeclaration" || statement.source === null) return [];
    return [{ from: statement.source.value, names: statement.specifiers.map(({ local }) => ("name" in local ? local.name : local.value)) }];
  });
}

/** In the order of the file. A function that does not state what it returns is left out. */
export function declarationsOf(file: string, text: string): readonly Declaration[] {
  const { body, comments } = parse(file, text);
  const found = new Map<string, Declaration>();
  for (const statement of body) {
    const isExported = statement.type === "ExportNamedDeclaration";
    const declared = isExported ? statement.declaration : statement;
    const written = declared === null ? null : writtenOf(declared as Statement, text);
    if (written === null) continue;
    const before = found.get(written.name);
    // The body of an overloaded function is nobody's signature.
    if (before !== undefined && written.hasBody) continue;
    const doc = before?.doc ?? docBefore(statement.start, comments, text);
    found.set(written.name, { file, name: written.name, kind: written.kind, isExported, doc, code: [before?.code ?? [], written.code].flat().join("\n") });
  }
  return [...found.values()];
}

function parse(file: string, text: string) {
  const { program, comments, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  return { body: program.body, comments };
}

function docBefore(start: number, comments: readonly Comment[], text: string): string | null {
  const last = comments.findLast((comment) => comment.end <= start);
  const isDoc = last !== undefined && last.type === "Block" && last.value.startsWith("*") && text.slice(last.end, start).trim() === "";
  return isDoc && text.slice(last.end, start).split("\n").length === 2 ? last.value.slice(1) : null;
}

type Written = Pick<Declaration, "name" | "kind" | "code"> & { readonly hasBody: boolean };

function writtenOf(node: Statement, text: string): Written | null {
  switch (node.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return { name: node.id.name, kind: "type", code: text.slice(node.start, node.end), hasBody: false };
    case "TSDeclareFunction":
    case "FunctionDeclaration": {
      const name = node.id?.name ?? "";
      if (node.returnType == null) return null;
      const code = `${text.slice(node.start, node.returnType.end).replace(/^async /, "")};`;
      return { name, kind: "value", code, hasBody: node.type === "FunctionDeclaration" };
    }
    case "ClassDeclaration":
      return { name: node.id?.name ?? "", kind: "value", code: classText(node, text), hasBody: true };
    case "VariableDeclaration":
      return node.declarations[0] === undefined ? null : constantOf(node.declarations[0], text);
    default:
      return null;
  }
}

function constantOf({ id, init }: VariableDeclarator, text: string): Written | null {
  if (id.type !== "Identifier") return null;
  const { name } = id;
  const written = (code: string): Written => ({ name, kind: "value", code, hasBody: true });
  if (id.typeAnnotation != null) return written(`const ${text.slice(id.start, id.typeAnnotation.end)};`);
  if (init?.type === "ArrowFunctionExpression") {
    return init.returnType == null ? null : written(`function ${name}${text.slice(init.start, init.returnType.end).replace(/^async /, "")};`);
  }
  const whole = init == null ? "" : text.slice(init.start, init.end);
  return written(whole.length <= 400 ? `const ${name} = ${whole};` : `const ${name};`);
}

function classText({ id, superClass, body }: Class, text: string): string {
  const members = body.body.flatMap((member) => {
    if (!("key" in member) || member.key.type === "PrivateIdentifier" || ("accessibility" in member && member.accessibility === "private")) return [];
    if (member.type === "MethodDefinition") return [`${text.slice(member.start, member.value.returnType?.end ?? member.value.body?.start).trim()};`];
    if (member.type === "PropertyDefinition")
      return [
        `${text
          .slice(member.start, member.value?.start ?? member.end)
          .replace(/[\s=;]+$/, "")
          .replace(/^override /, "")};`,
      ];
    return [];
  });
  const parent = superClass === null ? "" : ` extends ${text.slice(superClass.start, superClass.end)}`;
  return [`class ${id?.name}${parent} {`, ...members.map((member) => `  ${member}`), "}"].join("\n");
}
