/** What a schema means, as data: types, checks, the text of its functions. Descriptions, titles and messages are not part of it. */
import { z } from "zod";
import { canonicalText } from "../model/canonical.ts";
import { functionText } from "./function-text.ts";

type Walk = { readonly path: Map<object, number>; readonly now: number };

/** A plain value that is equal for schemas of equal meaning. Recursion ends in a reference upward. */
export const schemaStructure = (schema: z.ZodType): unknown => structure(schema, { path: new Map(), now: Date.now() });

function structure(value: unknown, walk: Walk): unknown {
  if (typeof value === "function") return { function: functionText(value as () => unknown) };
  if (typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof RegExp) return { regex: value.source, flags: value.flags };
  const above = walk.path.get(value);
  if (above !== undefined) return { above };
  walk.path.set(value, walk.path.size);
  const result = objectStructure(value, walk);
  walk.path.delete(value);
  return result;
}

function objectStructure(value: object, walk: Walk): unknown {
  if ("_zod" in value) return defStructure(value as ZodThing, walk);
  if (value instanceof Map || value instanceof Set) return [...value].map((item) => structure(item, walk));
  if (Array.isArray(value)) return value.map((item) => structure(item, walk));
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, structure(inner, walk)]));
}

/** A schema or a check of Zod: both are described by a `def`. */
interface ZodThing {
  readonly _zod: { readonly def: Readonly<Record<string, unknown>>; readonly check?: unknown };
}

/** `error` and `message` are words, `abort` says how to go on after an issue; the others are looked at more closely. */
const ignored = new Set(["error", "abort", "message", "defaultValue", "catchValue", "getter", "pattern", "checks"]);

/** Checks that only say something about a schema. */
const documentation = new Set(["describe", "meta"]);

function defStructure(thing: ZodThing, walk: Walk): unknown {
  const { def } = thing._zod;
  const fields = Object.keys(def).filter((name) => !ignored.has(name) && def[name] !== undefined);
  const parts: [string, unknown][] = fields.map((name) => [name, structure(def[name], walk)]);
  const checks = ((def.checks ?? []) as readonly ZodThing[]).filter((check) => !documentation.has(String(check._zod.def.check)));
  if (checks.length > 0) parts.push(["checks", checks.map((check) => structure(check, walk))]);
  if ("defaultValue" in def) parts.push(["defaultValue", steady(() => def.defaultValue, walk)]);
  if (typeof def.catchValue === "function") parts.push(["catchValue", catchStructure(def.catchValue as CatchValue, walk)]);
  if (typeof def.getter === "function") parts.push(["lazy", structure(def.getter(), walk)]);
  if (def.pattern instanceof RegExp && !isBuiltIn(def.pattern, def.format)) parts.push(["pattern", structure(def.pattern, walk)]);
  // A bare check (`superRefine`, `check`) keeps its function outside its definition.
  if (def.check === "custom" && def.fn === undefined && typeof thing._zod.check === "function") parts.push(["check", structure(thing._zod.check, walk)]);
  return Object.fromEntries(parts);
}

/** Zod's own patterns follow from the format: another one in a later release of Zod is no change of the author's. */
const builtInPatterns = new Set(
  Object.values(z.regexes)
    .filter((pattern) => pattern instanceof RegExp)
    .map(String),
);
const isBuiltIn = (pattern: RegExp, format: unknown): boolean =>
  format === "datetime" || format === "time" || format === "uuid" || (format !== "regex" && builtInPatterns.has(String(pattern)));

type CatchValue = ((context?: unknown) => unknown) & { readonly [constant: string]: unknown };

/** Zod marks the function that it makes of a constant. */
const catchStructure = (catchValue: CatchValue, walk: Walk): unknown =>
  catchValue["~constantCatch"] === true ? structure(catchValue(), walk) : structure(catchValue, walk);

/**
 * The value of a default. Zod hides whether it is a constant or what a function gives: a value that differs from call to
 * call, or that is about this very moment, is the latter and counts as "computed".
 */
function steady(read: () => unknown, walk: Walk): unknown {
  const first = read();
  const text = textOf(first);
  return text !== undefined && text === textOf(read()) && !isAboutNow(first, walk.now) ? { constant: text } : "computed";
}

function textOf(value: unknown): string | undefined {
  try {
    return canonicalText(value);
  } catch {
    return undefined;
  }
}

const aboutNowMs = 60_000;

function isAboutNow(value: unknown, now: number): boolean {
  if (value instanceof Date) return Math.abs(value.getTime() - now) < aboutNowMs;
  if (typeof value === "number") return Math.abs(value - now) < aboutNowMs;
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) && Math.abs(Date.parse(value) - now) < aboutNowMs;
  return typeof value === "object" && value !== null && Object.values(value).some((inner) => isAboutNow(inner, now));
}
