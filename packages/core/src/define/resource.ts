/** `resource` and `secret`: what functions need that is opened once per process, such as a connection to a database. */
import type { z } from "zod";
import { describeValue } from "../model/describe-value.ts";
import { callsOf, type Frame } from "./declared-at.ts";
import type { Nothing } from "./handle.ts";
import { isSchema } from "./schema-def.ts";

/** A value that is read from the environment of the process when a resource is opened, and printed nowhere. Made by `secret`. */
export interface Secret {
  readonly kind: "secret";
  readonly name: string;
}

/** Made by `resource`. `T`: what `ctx.resources` holds. */
export interface Resource<T = unknown> {
  readonly kind: "resource";
  /** Only for the compiler. */
  readonly "~opens"?: T;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever a resource opens
export type Resources = { readonly [name: string]: Resource<any> };
export type ResourceValues<R> = { readonly [N in keyof R]: R[N] extends Resource<infer T> ? T : never };

export interface ResourceSpec<T, C extends z.ZodType> {
  /** Schema of what `open` is given as `config`; it parses `values`. */
  readonly config?: C;
  /** Values for `config`, some of them secrets. */
  readonly values?: { readonly [N in keyof z.input<C>]: z.input<C>[N] | Secret };
  /** Called once per process, when the first step needs it. `signal` is aborted when the process stops. */
  readonly open: (context: { readonly config: z.output<C>; readonly signal: AbortSignal }) => T | Promise<T>;
  /** Called when the process stops. */
  readonly close?: (value: T) => void | Promise<void>;
  /** `true`: a change of `open` or of the values counts in the code version of the assets that use it. */
  readonly tracked?: boolean;
  /** Counts in the code version of the assets that use it; change it when the resource changes what they compute. */
  readonly codeVersion?: string;
}

/** A resource with its types erased. */
export interface ResourceDefinition {
  readonly config: z.ZodType | null;
  readonly values: { readonly [name: string]: unknown };
  readonly open: (context: { readonly config: unknown; readonly signal: AbortSignal }) => unknown;
  readonly close: ((value: unknown) => unknown) | null;
  readonly tracked: boolean;
  readonly codeVersion: string | null;
  /** The calls that made it. */
  readonly calls: readonly Frame[];
  /** What is wrong with the declaration; `define` says so for each asset that uses it. */
  readonly problem: string | null;
}

/** A global symbol, so that two copies of this package understand each other. */
const resourceSymbol: unique symbol = Symbol.for("headwater.resource") as never;

/**
 * Declares a resource: opened once per process, shared by all steps, closed when the process stops.
 *
 * @example
 * const warehouse = resource({
 *   config: z.object({ url: z.string(), password: z.string() }),
 *   values: { url: "postgres://warehouse/main", password: secret("WAREHOUSE_PASSWORD") },
 *   open: ({ config }) => connect(config.url, config.password),
 *   close: (connection) => connection.end(),
 * });
 * export const orders = asset("dw/orders", { resources: { warehouse }, output: z.number(), run: (_, { resources }) => resources.warehouse.count("orders") });
 */
export function resource<T, C extends z.ZodType = z.ZodObject<Nothing>>(spec: ResourceSpec<T, C>): Resource<T> {
  const given: Partial<ResourceSpec<T, C>> = typeof spec === "object" && spec !== null ? spec : {};
  const definition = {
    config: given.config ?? null,
    values: given.values ?? {},
    open: given.open,
    close: given.close ?? null,
    tracked: given.tracked ?? false,
    codeVersion: given.codeVersion ?? null,
    calls: callsOf(resource),
    problem: specProblem(spec),
  } as ResourceDefinition;
  return Object.freeze(Object.defineProperty({ kind: "resource" as const }, resourceSymbol, { value: definition }));
}

/**
 * Names a secret of the environment, for the `values` of a resource. It is read when the resource is opened, by the process that
 * runs the steps, and is replaced by `***` in errors, logs and metadata.
 */
export const secret = (name: string): Secret => Object.freeze({ kind: "secret", name });

export const isSecret = (value: unknown): value is Secret =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "secret" && "name" in value;

/** The definition behind an author's handle, `undefined` where the value is not one. */
export function resourceOf(value: unknown): ResourceDefinition | undefined {
  if (value === null || typeof value !== "object") return undefined;
  return (value as { [resourceSymbol]?: ResourceDefinition })[resourceSymbol];
}

const checks: { readonly [key: string]: (value: unknown) => string | null } = {
  config: (value) => (isSchema(value) ? null : `expected a Zod schema, found ${describeValue(value)}`),
  values: valuesProblem,
  open: (value) => (typeof value === "function" ? null : `expected a function, found ${describeValue(value)}`),
  close: (value) => (typeof value === "function" ? null : `expected a function, found ${describeValue(value)}`),
  tracked: (value) => (typeof value === "boolean" ? null : `expected true or false, found ${describeValue(value)}`),
  codeVersion: (value) => (typeof value === "string" && value !== "" ? null : `expected a text, found ${describeValue(value)}`),
};

function specProblem(spec: unknown): string | null {
  if (typeof spec !== "object" || spec === null) return `its spec is ${describeValue(spec)}, not an object`;
  const given = { open: undefined, ...spec };
  const problems = Object.entries(given).flatMap(([name, value]) => {
    if (!Object.hasOwn(checks, name)) return [`it has the key "${name}", which means nothing here`];
    const problem = value === undefined && name !== "open" ? null : (checks[name]?.(value) ?? null);
    return problem === null ? [] : [`\`${name}\`: ${problem}`];
  });
  if ("values" in given && given.values !== undefined && !("config" in given && given.config !== undefined))
    problems.push("it has `values` without a `config` schema that says what they are");
  return problems.length === 0 ? null : problems.join("; ");
}

function valuesProblem(values: unknown): string | null {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return `expected an object, found ${describeValue(values)}`;
  const nameless = Object.entries(values).find(([, value]) => isSecret(value) && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(String(value.name)));
  return nameless === undefined ? null : `the secret of "${nameless[0]}" needs the name of an environment variable, such as secret("CRM_TOKEN")`;
}
