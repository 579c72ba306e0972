/** How deep a query reaches and how much it may have to answer, from its text and variables alone. */
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from "graphql";
import { defaultPage } from "./connection.ts";

export interface QueryCost {
  /** Fields within fields. */
  readonly depth: number;
  /** Values of the answer, if every list is as long as was asked for. */
  readonly values: number;
  /** Fields of the operation itself: what is looked up, or done. */
  readonly rootFields: number;
}

export interface Query {
  readonly schema: GraphQLSchema;
  /** Validated: its fields and fragments exist, and no fragment holds itself. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: { readonly [name: string]: unknown } | null | undefined;
}

/** The length at which lists without a `first` are counted. */
const assumedLength = 10;

type Extent = Pick<QueryCost, "depth" | "values">;
const nothing: Extent = { depth: 0, values: 0 };

/** What is asked about the schema itself counts nothing: it is limited by the schema. */
export function queryCost({ schema, document, operationName, variables }: Query): QueryCost {
  const operations = document.definitions.filter((definition): definition is OperationDefinitionNode => definition.kind === "OperationDefinition");
  const operation = operations.find(({ name }) => !operationName || name?.value === operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return { ...nothing, rootFields: 0 };
  const measure = createMeasure(schema, document, variables ?? {});
  return { ...measure.selection(operation.selectionSet, root), rootFields: measure.rootFields(operation.selectionSet) };
}

function createMeasure(schema: GraphQLSchema, document: DocumentNode, variables: { readonly [name: string]: unknown }) {
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === "FragmentDefinition")
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const known = new Map<string, Extent>();

  const selection = ({ selections }: SelectionSetNode, parent: GraphQLNamedType): Extent =>
    selections.reduce<Extent>((sum, part) => {
      const extent =
        part.kind === "Field" ? field(part, parent) : part.kind === "FragmentSpread" ? spread(part.name.value) : selection(part.selectionSet, parent);
      return { depth: Math.max(sum.depth, extent.depth), values: sum.values + extent.values };
    }, nothing);

  /** Measured once: fragments within fragments would multiply otherwise. */
  const spread = (name: string): Extent => {
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const extent = known.get(name) ?? (fragment && type ? selection(fragment.selectionSet, type) : nothing);
    known.set(name, extent);
    return extent;
  };

  const field = (node: FieldNode, parent: GraphQLNamedType): Extent => {
    const definition = "getFields" in parent ? (parent.getFields() as { readonly [name: string]: GraphQLField<unknown, unknown> })[node.name.value] : undefined;
    if (definition === undefined) return nothing;
    const type = schema.getType(String(definition.type).replace(/[[\]!]/g, ""));
    const inside = node.selectionSet && type ? selection(node.selectionSet, type) : nothing;
    const times = length(node, definition, parent);
    return { depth: inside.depth + 1, values: node.selectionSet ? 1 + times * inside.values : times };
  };

  /** How many times the selection of a field is answered; the items of a page were counted with the page. */
  const length = (node: FieldNode, { type, args }: GraphQLField<unknown, unknown>, parent: GraphQLNamedType): number => {
    const isList = String(type).startsWith("[");
    if (!args.some(({ name }) => name === "first")) return isList && !parent.name.endsWith("Connection") ? assumedLength : 1;
    const first = node.arguments?.find(({ name }) => name.value === "first");
    const asked = first === undefined ? null : numberOf(first.value);
    return Math.max(1, asked ?? (isList ? assumedLength : defaultPage));
  };

  const numberOf = (value: ValueNode): number | null => {
    if (value.kind === "IntValue") return Number(value.value);
    const given = value.kind === "Variable" ? variables[value.name.value] : null;
    return typeof given === "number" ? given : null;
  };

  const rootFields = ({ selections }: SelectionSetNode): number =>
    selections.reduce((count, part) => {
      if (part.kind === "Field") return count + 1;
      const inside = part.kind === "InlineFragment" ? part.selectionSet : fragments.get(part.name.value)?.selectionSet;
      return count + (inside ? rootFields(inside) : 0);
    }, 0);

  return { selection, rootFields };
}
