/** The schema keeps its contract: what other tools rely on is there, with the same names, types, arguments and defaults. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  print,
  type TypeDefinitionNode,
} from "graphql";
import { expect, test } from "vitest";

const read = (name: string): Promise<string> => readFile(join(import.meta.dirname, name), "utf8");

test("everything in contract.graphql is in schema.graphql, as it stands there", async () => {
  expect(differences(parse(await read("contract.graphql")), buildSchema(await read("../schema.graphql")))).toEqual([]);
});

test("a field that is gone, of another type, with another default or with one more that must be given breaks the contract", () => {
  const contract = parse("type Query { a(x: Int = 1): Int!  b: [Int!]!  c: Int  d: XConnection! } type X { e: Int } enum E { F G } input I { h: Int }");
  const connection =
    "type X { e: Int } type XConnection { edges: [XEdge!]! pageInfo: PageInfo! } type XEdge { cursor: String! node: X! } type PageInfo { p: Int }";
  const kept = buildSchema(
    `type Query { a(x: Int = 1, y: Int): Int! b: [Int!]! c: Int d: XConnection! more: Int } ${connection} enum E { F G H } input I { h: Int i: Int }`,
  );
  expect(differences(contract, kept)).toEqual([]);
  const broken = buildSchema(
    `type Query { a(x: Int = 2, y: Int!): Int! b: [Int]! d: XConnection! } ${connection.replace("node: X!", "node: X")} enum E { F } input I { h: Int i: Int! }`,
  );
  expect(differences(contract, broken)).toEqual([
    "Query.a(x): Int = 1, found Int = 2",
    "Query.a(y): Int! must be given",
    "Query.b: [Int!]!, found [Int]!",
    "Query.c: Int is gone",
    "E.G is gone",
    "I.i: Int! must be given",
    "XEdge.node: X!, found X",
  ]);
});

function differences(contract: DocumentNode, schema: GraphQLSchema): readonly string[] {
  const definitions = contract.definitions.filter((definition): definition is TypeDefinitionNode => "name" in definition);
  const connections = [...new Set(print(contract).match(/\b\w+Connection\b/g))].map((name) => name.replace(/Connection$/, ""));
  const patterns = connections.map(
    (name) => `type ${name}Connection { edges: [${name}Edge!]! pageInfo: PageInfo! } type ${name}Edge { cursor: String! node: ${name}! }`,
  );
  const pages = patterns.flatMap((pattern) => parse(pattern).definitions as readonly TypeDefinitionNode[]);
  return [...definitions, ...pages].flatMap((definition) => ofType(definition, schema));
}

function ofType(definition: TypeDefinitionNode, schema: GraphQLSchema): readonly string[] {
  const name = definition.name.value;
  const type = schema.getType(name);
  if (definition.kind === "ObjectTypeDefinition" && isObjectType(type)) {
    return (definition.fields ?? []).flatMap((field) => ofField(name, field, type.getFields()[field.name.value]));
  }
  if (definition.kind === "EnumTypeDefinition" && isEnumType(type)) {
    return (definition.values ?? []).flatMap((value) => (type.getValue(value.name.value) ? [] : [`${name}.${value.name.value} is gone`]));
  }
  if (definition.kind === "InputObjectTypeDefinition" && isInputObjectType(type)) {
    return ofInputs(definition.fields ?? [], Object.values(type.getFields()), (input) => `${name}.${input}`);
  }
  return definition.kind === "ScalarTypeDefinition" && type !== undefined ? [] : [`${name} is gone or of another kind`];
}

interface Input {
  readonly name: string;
  readonly astNode?: InputValueDefinitionNode | null | undefined;
}

function ofField(type: string, wanted: FieldDefinitionNode, found: { readonly args: readonly Input[]; readonly type: unknown } | undefined): readonly string[] {
  const name = `${type}.${wanted.name.value}`;
  if (found === undefined) return [`${name}: ${print(wanted.type)} is gone`];
  const other = print(wanted.type) === String(found.type) ? [] : [`${name}: ${print(wanted.type)}, found ${found.type}`];
  return [...other, ...ofInputs(wanted.arguments ?? [], found.args, (argument) => `${name}(${argument})`)];
}

/** Arguments of a field, or fields of an input: the same ones, and no further ones that must be given. */
function ofInputs(wanted: readonly InputValueDefinitionNode[], found: readonly Input[], nameOf: (input: string) => string): readonly string[] {
  const nodes = found.flatMap(({ astNode }) => astNode ?? []);
  const known = new Set(wanted.map((input) => input.name.value));
  const missing = wanted.flatMap((input) => {
    const same = nodes.find((node) => node.name.value === input.name.value);
    if (same === undefined) return [`${nameOf(input.name.value)}: ${shape(input)} is gone`];
    return shape(same) === shape(input) ? [] : [`${nameOf(input.name.value)}: ${shape(input)}, found ${shape(same)}`];
  });
  const forced = nodes.filter((node) => !known.has(node.name.value) && node.type.kind === "NonNullType" && node.defaultValue === undefined);
  return [...missing, ...forced.map((node) => `${nameOf(node.name.value)}: ${shape(node)} must be given`)];
}

const shape = ({ type, defaultValue }: InputValueDefinitionNode): string =>
  defaultValue === undefined ? print(type) : `${print(type)} = ${print(defaultValue)}`;
