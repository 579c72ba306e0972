/** What somebody logs beside a message, as JSON: whatever it is, it must not fail the step. */
import { inspect } from "node:util";
import { type ErrorInfo, errorInfo } from "../model/error-info.ts";
import type { Json } from "../model/json.ts";

type Fields = { readonly [name: string]: Json };

const maximumDepth = 10;
const maximumItems = 1_000;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** `null` for no fields. */
export function logFields(given: unknown): Fields | null {
  if (given === undefined || given === null) return null;
  if (given instanceof Error) return { error: json(given, []) };
  const fields = json(given, []);
  return typeof fields === "object" && fields !== null && !isList(fields) ? fields : { value: fields };
}

/** @param within The objects that the value lies in, from the outermost. */
function json(value: unknown, within: readonly object[]): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return typeof value === "bigint" ? String(value) : inspect(value);
  if (within.includes(value)) return "[Circular]";
  if (within.length === maximumDepth) return Array.isArray(value) ? "[Array]" : "[Object]";
  try {
    return objectJson(value, [...within, value]);
  } catch (error) {
    return `[${error instanceof Error ? error.message : "It cannot be read."}]`;
  }
}

function objectJson(value: object, within: readonly object[]): Json {
  if (Array.isArray(value) || value instanceof Set) return listJson([...value], within);
  if (value instanceof Error) return errorJson(errorInfo(value));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof RegExp) return inspect(value);
  if ("toJSON" in value && typeof value.toJSON === "function") return json(value.toJSON(), within);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([name, item]) => (item === undefined ? [] : [[typeof name === "string" ? name : inspect(name), json(item, within)]])),
  );
}

function listJson(items: readonly unknown[], within: readonly object[]): Json {
  const shown = items.slice(0, maximumItems).map((item) => json(item, within));
  return items.length <= maximumItems ? shown : [...shown, `… ${items.length - maximumItems} more items`];
}

const errorJson = ({ cause, ...error }: ErrorInfo): Json => ({ ...error, cause: cause === null ? null : errorJson(cause) });
