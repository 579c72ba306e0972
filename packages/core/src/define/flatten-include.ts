/** Finds the assets and checks in what `define({ include })` was given: assets, arrays, records and module namespaces, nested. */
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import { checkOf, type IncludedCheck } from "./check.ts";
import { type AnyDefinition, definitionOf } from "./definition.ts";

export interface Included {
  readonly definitions: readonly AnyDefinition[];
  readonly checks: readonly IncludedCheck[];
  readonly problems: readonly HeadwaterError[];
}

export function flattenInclude(include: unknown): Included {
  const definitions = new Set<AnyDefinition>();
  const checks = new Set<IncludedCheck>();
  const problems: HeadwaterError[] = [];
  const seen = new Set<unknown>();
  /** `lenient`: a module exports other things than assets, too. */
  const visit = (value: unknown, place: string, lenient: boolean): void => {
    const definition = definitionOf(value);
    const check = checkOf(value);
    if (definition !== undefined) definitions.add(definition);
    if (check !== undefined) checks.add(check);
    if (definition !== undefined || check !== undefined) return;
    if (seen.has(value)) return;
    if (Array.isArray(value) || isRecord(value)) {
      seen.add(value);
      const isLenient = lenient || isModule(value);
      for (const [name, item] of Object.entries(value)) visit(item, Array.isArray(value) ? `${place}[${name}]` : `${place}.${name}`, isLenient);
    } else if (!lenient) {
      problems.push(new HeadwaterError("INCLUDE_INVALID", { place, found: found(value) }));
    }
  };
  if (Array.isArray(include)) visit(include, "include", false);
  else problems.push(new HeadwaterError("INCLUDE_INVALID", { place: "include", found: `${found(include)} instead of an array` }));
  return { definitions: [...definitions], checks: [...checks], problems };
}

const isModule = (value: object): boolean => (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === "Module";

/** An object that only groups others; what carries a `kind` is a thing of its own. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && typeof (value as { kind?: unknown }).kind !== "string";
}

function found(value: unknown): string {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  if (kind === "definitions") return "the result of another define()";
  if (kind === "edge" || kind === "unloaded") return "the result of from() or unloaded()";
  const description = describeValue(value);
  return description === "a promise" ? "a promise (await it first)" : description;
}
