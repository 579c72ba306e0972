/** Which expressions of a spec a definition's code version is made of. */
import type { AnyDefinition } from "@headwater/core/engine";
import type { CallSite } from "./call-site.ts";
import type { CodeGraph } from "./code-graph.ts";
import { isHeadwater } from "./resolve-import.ts";
import { lookUp } from "./scope.ts";
import type { SyntaxNode } from "./syntax.ts";
import type { Properties, Value, Values } from "./values.ts";

/** Groups as they are told apart in causes. */
type PartGroup = "body" | "schema" | "config";

export interface Part {
  /** As people know it: `run`, `output`, `inputs.orders`. */
  readonly name: string;
  readonly group: PartGroup;
  readonly values: readonly Value[];
  /** What is shown of it. */
  readonly shown: SyntaxNode;
  readonly site: Value["site"];
}

export interface SpecParts {
  readonly parts: readonly Part[];
  /** The expression of `params`; `null` where there is none that is known. */
  readonly params: Value | null;
}

const groups: { readonly [name: string]: PartGroup } = {
  run: "body",
  dataVersion: "body",
  observe: "body",
  load: "body",
  output: "schema",
  schema: "schema",
  config: "config",
};

export function definitionParts(definition: AnyDefinition, call: CallSite, values: Values, graph: CodeGraph): SpecParts {
  const [, argument] = call.call.arguments as readonly (SyntaxNode | undefined)[];
  const spec: Value = { node: argument ?? call.call, site: call };
  const { byName, unknown } = values.properties(spec);
  const direct = Object.entries(groups).flatMap(([name, group]) => {
    const value = byName.get(name);
    return value === undefined ? [] : [{ name, group, values: [value], shown: value.property, site: value.site }];
  });
  const outputs = byName.get("outputs");
  const inputs = byName.get("inputs");
  return {
    parts: [
      ...direct,
      ...(outputs === undefined ? [] : [outputPart(definition, outputs, values)]),
      ...(inputs === undefined ? [] : viewParts(definition, inputs, values)),
      ...unknown.map((value) => unknownPart(definition, value, graph)),
    ],
    params: byName.get("params") ?? null,
  };
}

/** What counts of a resource that is tracked, beside its values. */
export function resourceParts(resource: string, call: CallSite, values: Values): SpecParts {
  const [argument] = call.call.arguments as readonly (SyntaxNode | undefined)[];
  const spec: Value = { node: argument ?? call.call, site: call };
  const { byName, unknown } = values.properties(spec);
  const named = ["open", "config"].flatMap((name) => {
    const value = byName.get(name);
    return value === undefined ? [] : [{ name, value, shown: value.property }];
  });
  const parts = [...named, ...unknown.map((value) => ({ name: "spec", value, shown: value.node }))];
  return {
    parts: parts.map(({ name, value, shown }) => ({ name: `resources.${resource}.${name}`, group: "body", values: [value], shown, site: value.site })),
    params: null,
  };
}

/** Of several outputs, the own one. */
function outputPart(definition: AnyDefinition, outputs: Value, values: Values): Part {
  const name = definition.key.split("/").at(-1) ?? "";
  const own = known(values.properties(outputs))?.get(name);
  return { name: `outputs.${name}`, group: "schema", values: [own ?? outputs], shown: own?.property ?? outputs.node, site: (own ?? outputs).site };
}

/** Inputs that the definition reads by a view of its own. */
function viewParts(definition: AnyDefinition, inputs: Value, values: Values): readonly Part[] {
  if (definition.kind === "source") return [];
  const byName = known(values.properties(inputs));
  return definition.inputs.flatMap(({ name, view }) => {
    if (view === null) return [];
    const input = byName?.get(name);
    const edge = input === undefined ? null : values.follow(input);
    const options = edge?.node.type === "CallExpression" ? (edge.node.arguments[1] as SyntaxNode | undefined) : undefined;
    const schema = edge === null || options === undefined ? undefined : known(values.properties({ node: options, site: edge.site }))?.get("schema");
    const value = schema ?? edge ?? inputs;
    return [{ name: `inputs.${name}`, group: "schema", values: [value], shown: input?.property ?? value.node, site: (input ?? value).site } as const];
  });
}

/** Where nothing else may hold properties. */
const known = ({ byName, unknown }: Properties): Properties["byName"] | null => (unknown.length === 0 ? byName : null);

/** A spec, or a part of one, that is no object literal: a ready-made connector, or a function of the author's. */
function unknownPart(definition: AnyDefinition, value: Value, graph: CodeGraph): Part {
  const isConnector = definition.kind === "source" && definition.connector !== null && callsHeadwater(value, graph);
  // What a connector is and reads is known when it runs; its arguments are schemas for the most part.
  const given = isConnector ? (value.node.arguments as readonly SyntaxNode[]).filter(({ type }) => type !== "Literal") : [value.node];
  return {
    name: isConnector ? "schema" : "spec",
    group: isConnector ? "schema" : "body",
    values: given.map((node) => ({ node, site: value.site })),
    shown: value.node,
    site: value.site,
  };
}

function callsHeadwater({ node, site }: Value, graph: CodeGraph): boolean {
  if (node.type !== "CallExpression") return false;
  const [name, path]: [string | null, readonly string[]] =
    node.callee.type === "Identifier"
      ? [node.callee.name, []]
      : node.callee.type === "MemberExpression" && node.callee.object.type === "Identifier"
        ? [node.callee.object.name, [node.callee.property.name]]
        : [null, []];
  if (name === null || lookUp(site.around, name) !== null) return false;
  const link = graph.linkOf(site.module, name, path);
  return link?.kind === "package" && isHeadwater(link.specifier);
}
