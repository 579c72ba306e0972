/** Runs one asset's function by itself: for tests, without a store. */
import { heldFiles } from "../io/held-files.ts";
import { heldTable, parsedTable, parseValue } from "../io/parse.ts";
import { DefinitionError, HeadwaterError } from "../model/errors.ts";
import { SchemaError } from "../model/schema-error.ts";
import { isRows, streamOf, tableOf } from "../model/table.ts";
import { parseConfig } from "./config.ts";
import type { Log, RunContext } from "./context.ts";
import { type AssetDefinition, functionKey, type InputDefinition } from "./definition.ts";
import { draftOf } from "./draft.ts";
import { fileDefinitionOf } from "./file.ts";
import { returnedOutputs } from "./returned-outputs.ts";
import { changesValues } from "./schema-def.ts";
import { tableDefinitionOf } from "./table.ts";
import { toParse } from "./unparsed.ts";

export interface InvokeOptions {
  readonly config?: unknown;
  readonly resources?: Readonly<Record<string, unknown>>;
}

/** Throws {@link SchemaError}, {@link DefinitionError}, `CONFIG_INVALID`, and what the function throws. */
export async function invoke(definition: AssetDefinition, given: object, options?: InvokeOptions): Promise<unknown> {
  const { returned, root } = await call(definition, given, options);
  return parsedOutput(definition, returned, root);
}

/** The outputs by their names. `definitions` are those of one function. Throws what {@link invoke} does, and `OUTPUTS_INVALID`. */
export async function invokeUnit(definitions: readonly AssetDefinition[], given: object, options?: InvokeOptions): Promise<object> {
  const [first] = definitions;
  if (first?.unit === undefined || first.unit === null) throw new TypeError("A function without outputs cannot be invoked.");
  const { returned, root } = await call(first, given, options);
  const byKey = returnedOutputs(first, returned);
  const outputs: [string, unknown][] = [];
  for (const [name, key] of first.unit.outputs) {
    const definition = definitions.find((one) => one.key === key);
    if (definition !== undefined) outputs.push([name, await parsedOutput(definition, byKey.get(key), root)]);
  }
  return Object.fromEntries(outputs);
}

async function call(definition: AssetDefinition, given: object, { config, resources = {} }: InvokeOptions = {}) {
  const { problems } = draftOf(definition);
  if (problems.length > 0) throw new DefinitionError(problems);
  const parsed = parseConfig({ key: functionKey(definition), config: definition.config }, config);
  const context = testContext(definition, parsed, givenResources(definition, resources));
  const returned = await definition.run(await checkedInputs(definition, given as Record<string, unknown>), context);
  return { returned, root: context.root };
}

async function parsedOutput({ key, schema }: AssetDefinition, given: unknown, root: string): Promise<unknown> {
  const side = { asset: key, side: "output" };
  const returned = toParse(given);
  const files = fileDefinitionOf(schema);
  if (files !== undefined) return heldFiles(files, await parseValue(schema, returned, side), { ...side, root });
  const table = tableDefinitionOf(schema);
  return table === undefined ? parseValue(schema, returned, side) : heldTable(parsedTable(table, returned, side), table.row);
}

async function checkedInputs(definition: AssetDefinition, given: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const names = definition.inputs.map((input) => input.name);
  const extra = Object.keys(given).find((name) => !names.includes(name));
  if (extra !== undefined) throw inputError(definition, extra, `there is no such input; the inputs are ${names.join(", ") || "none"}`);
  const values: Record<string, unknown> = {};
  for (const input of definition.inputs) {
    if (!input.loads) continue;
    if (!Object.hasOwn(given, input.name)) throw inputError(definition, input.name, "nothing was given for it");
    values[input.name] = await checkedInput(definition, input, given[input.name]);
  }
  return values;
}

const inputError = (definition: AssetDefinition, name: string, problem: string): SchemaError =>
  new SchemaError({ asset: functionKey(definition), side: `input "${name}"`, row: null, path: "", problem });

/** An input is the output of its schema, so it can be held against it only where parsing leaves outputs as they are. */
async function checkedInput(definition: AssetDefinition, input: InputDefinition, value: unknown): Promise<unknown> {
  const schema = input.view ?? draftOf(definition).references.get(input.name)?.schema;
  if (schema === undefined) return value;
  const side = { asset: functionKey(definition), side: `input "${input.name}"` };
  const table = tableDefinitionOf(schema);
  if (table !== undefined) {
    const rows = isRows(value) ? tableOf([], () => streamOf(value)) : value;
    return heldTable(parsedTable(table, rows, side), table.row);
  }
  const files = fileDefinitionOf(schema);
  if (files !== undefined) return heldFiles(files, await parseValue(schema, value, side), { ...side, root: process.cwd() });
  return changesValues(schema) ? value : parseValue(schema, value, side);
}

const silent: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** Those that were given. A test opens nothing by accident: to use another one is an error. */
function givenResources(definition: AssetDefinition, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const known = Object.keys(definition.resources);
  for (const name of Object.keys(given)) if (!known.includes(name)) throw new HeadwaterError("RESOURCE_UNKNOWN", { name, known });
  const missing = (resource: string): never => {
    throw new HeadwaterError("RESOURCE_NOT_GIVEN", { asset: functionKey(definition), resource });
  };
  const properties = known.map((name) => [name, { enumerable: true, get: () => (Object.hasOwn(given, name) ? given[name] : missing(name)) }]);
  return Object.defineProperties({}, Object.fromEntries(properties));
}

const testContext = (definition: AssetDefinition, config: unknown, resources: Readonly<Record<string, unknown>>): RunContext => ({
  asset: { key: functionKey(definition) },
  config,
  resources,
  params: definition.params,
  log: silent,
  signal: new AbortController().signal,
  root: process.cwd(),
  run: { id: "invoke", attempt: 1 },
  metadata() {},
  progress() {},
  previous: definition.unit === null ? undefined : (Object.fromEntries([...definition.unit.outputs.keys()].map((name) => [name, undefined])) as never),
});
