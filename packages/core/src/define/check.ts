/** `check(name, spec)`: what must be true of what an asset computed, declared beside the asset. */
import { z } from "zod";
import { checkNameProblem } from "../model/check.ts";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError, type Problem } from "../model/errors.ts";
import { similarNames } from "../model/similar-names.ts";
import type { CheckContext } from "./context.ts";
import { callerOf } from "./declared-at.ts";
import { type AnyDefinition, type CheckDefinition, definitionOf } from "./definition.ts";
import { problemFrom } from "./draft.ts";
import type { Asset } from "./handle.ts";
import { functionField, readFields } from "./read-spec.ts";

/** Whether it holds, or that with a message and what was found (JSON). */
export type CheckAnswer = boolean | { readonly passed: boolean; readonly message?: string; readonly metadata?: { readonly [name: string]: unknown } };

export interface CheckSpec<S extends z.ZodType> {
  /** Whose output it looks at. */
  readonly asset: Asset<S>;
  /** `error` (the default): a failure fails the run. `warn`: it is only shown. */
  readonly severity?: "warn" | "error";
  /** A failure keeps others from reading the asset until it was materialized anew and passes. Default `false`. */
  readonly blocking?: boolean;
  readonly description?: string;
  /** Is given the stored value, as an input would be: a table streams. */
  readonly run: (value: z.output<S>, context: CheckContext) => CheckAnswer | Promise<CheckAnswer>;
}

/** A check as `define` takes it. */
export interface Check {
  readonly kind: "check";
  readonly name: string;
}

/**
 * Declares a check; include it in `define` beside its asset. It runs with each computation of the asset, on what was stored.
 *
 * @example
 * export const complete = check("complete", {
 *   asset: orders,
 *   blocking: true,
 *   run: async (orders) => ({ passed: (await orders.rows()).length > 1_000, message: "fewer orders than on any day before" }),
 * });
 */
export function check<S extends z.ZodType>(name: string, spec: CheckSpec<S>): Check {
  const { fields, unknown, invalid } = readFields(spec, checkFields);
  const target = definitionOf(fields.asset);
  const { severity = "error", blocking = false, description = null } = fields;
  const definition = { name: String(name), severity, blocking, description, run: fields.run } as CheckDefinition;
  const found = [
    ...[checkNameProblem(name) ?? []].flat(),
    ...unknown.map((key) => `it has the key "${key}", which means nothing here${meant(key)}`),
    ...invalid,
    ...[assetProblem(fields.asset, target) ?? []].flat(),
    ...(blocking === true && severity === "warn" ? ['it is blocking, so its severity must be "error"'] : []),
  ];
  const place = callerOf(check);
  const problemOf = (problem: string): Problem => {
    const error = new HeadwaterError("CHECK_INVALID", { name: definition.name, asset: target?.key ?? null, problem });
    return { ...problemFrom(error, null), asset: target?.key ?? null, file: place?.file ?? null, line: place?.line ?? null };
  };
  const handle = { kind: "check" as const, name: definition.name };
  Object.defineProperty(handle, checkSymbol, { value: { definition, target, problems: found.map(problemOf), problemOf } satisfies IncludedCheck });
  return Object.freeze(handle);
}

/** A check as it was declared, for `define`. */
export interface IncludedCheck {
  readonly definition: CheckDefinition;
  /** `undefined` where it names no asset: that is among the problems. */
  readonly target: AnyDefinition | undefined;
  readonly problems: readonly Problem[];
  /** A problem that only shows among the other definitions. */
  readonly problemOf: (problem: string) => Problem;
}

/** A global symbol, so that two copies of this package understand each other. */
const checkSymbol: unique symbol = Symbol.for("headwater.check") as never;

/** The check behind an author's handle, `undefined` where the value is not one. */
export const checkOf = (value: unknown): IncludedCheck | undefined =>
  typeof value === "object" && value !== null ? (value as { [checkSymbol]?: IncludedCheck })[checkSymbol] : undefined;

const checkFields = z.object({
  asset: z.unknown().optional(),
  severity: z.enum(["warn", "error"]).optional(),
  blocking: z.boolean().optional(),
  description: z.string().optional(),
  run: functionField,
});

function meant(key: string): string {
  const similar = similarNames(key, Object.keys(checkFields.shape));
  return similar.length === 0 ? "" : `; did you mean ${similar.map((name) => `"${name}"`).join(" or ")}?`;
}

function assetProblem(given: unknown, target: AnyDefinition | undefined): string | undefined {
  if (target === undefined) return `its \`asset\` is ${describeValue(given)}, not an asset`;
  return target.kind === "source" ? `its asset "${target.key}" is a source; a check looks at what an asset computed` : undefined;
}
