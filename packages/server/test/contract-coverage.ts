/** Which fields and arguments of the contract were asked for, and which fields had data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";

/** The contract as a schema: with the connection types that it describes by their pattern. */
function contractSchema(): GraphQLSchema {
  const contract = readFileSync(join(import.meta.dirname, "contract.graphql"), "utf8");
  const names = [...new Set(contract.match(/\b\w+(?=Connection\b)/g))].filter((name) => name !== "X");
  const connections = names.map(
    (name) => `type ${name}Connection { edges: [${name}Edge!]! pageInfo: PageInfo! } type ${name}Edge { cursor: String! node: ${name}! }`,
  );
  const page = "type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }";
  return buildSchema([contract, page, ...connections].join("\n"));
}

export interface Coverage {
  /** Parses a document of the contract. Throws where it asks for anything else. */
  document(text: string): DocumentNode;
  /** Takes down what a document asked for, and what came. */
  add(document: DocumentNode, data: unknown): void;
  /** `Type.field` and `Type.field(argument)` that nobody asked for. */
  notAsked(): readonly string[];
  /** `Type.field` that never had data: null, or an empty list of objects. */
  neverThere(): readonly string[];
}

export function createCoverage(): Coverage {
  const schema = contractSchema();
  const asked = new Set<string>();
  const there = new Set<string>();

  const visit = (selection: SelectionSetNode, typeName: string, value: unknown, fragments: ReadonlyMap<string, FragmentDefinitionNode>): void => {
    for (const part of selection.selections) {
      if (part.kind === "InlineFragment") visit(part.selectionSet, typeName, value, fragments);
      if (part.kind === "FragmentSpread") {
        const fragment = fragments.get(part.name.value);
        if (fragment !== undefined) visit(fragment.selectionSet, typeName, value, fragments);
      }
      if (part.kind !== "Field") continue;
      const name = `${typeName}.${part.name.value}`;
      asked.add(name);
      for (const argument of part.arguments ?? []) asked.add(`${name}(${argument.name.value})`);
      const values = [(value as { readonly [alias: string]: unknown } | null)?.[part.alias?.value ?? part.name.value]]
        .flat()
        .filter((item) => item !== null && item !== undefined);
      if (values.length > 0) there.add(name);
      const type = fieldType(schema, typeName, part.name.value);
      if (part.selectionSet !== undefined && type !== undefined)
        for (const item of values.length === 0 ? [null] : values) visit(part.selectionSet, type, item, fragments);
    }
  };

  return {
    document(text) {
      const document = parse(text);
      const errors = validate(schema, document);
      if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
      return document;
    },
    add(document, data) {
      const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === "OperationDefinition");
      const fragments = document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === "FragmentDefinition");
      const root = operation && schema.getRootType(operation.operation);
      if (operation === undefined || !root) throw new Error("The document has no operation.");
      visit(operation.selectionSet, root.name, data, new Map(fragments.map((fragment) => [fragment.name.value, fragment])));
    },
    notAsked: () => everything(schema, true).filter((name) => !asked.has(name)),
    neverThere: () => everything(schema, false).filter((name) => asked.has(name) && !there.has(name)),
  };
}

const fieldType = (schema: GraphQLSchema, typeName: string, field: string): string | undefined => {
  const type = schema.getType(typeName);
  const definition = isObjectType(type) ? type.getFields()[field] : undefined;
  return definition && getNamedType(definition.type).name;
};

const everything = (schema: GraphQLSchema, withArguments: boolean): readonly string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
    .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : []))
    .flatMap(({ type, field }) => {
      const name = `${type.name}.${field.name}`;
      return [name, ...(withArguments ? field.args.map((argument) => `${name}(${argument.name})`) : [])];
    });
