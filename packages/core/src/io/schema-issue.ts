/** What a schema says against a value, in words that name the value found. */
import type { z } from "zod";
import { describeValue } from "../model/describe-value.ts";

/** One issue with the value that it speaks of: `"warm": Invalid input: expected number, received NaN`. */
export function issueText(issue: z.core.$ZodIssue, given: unknown): string {
  const found = valueAt(given, issue.path);
  // Of an object only its parts would say something.
  return found === undefined || isPlainObject(found.value) ? issue.message : `${describeValue(found.value)}: ${issue.message}`;
}

/** The value as it was given, where the path leads to one: a schema may have made another of it. */
function valueAt(given: unknown, path: readonly PropertyKey[]): { readonly value: unknown } | undefined {
  let value = given;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = value instanceof Map ? value.get(part) : (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return { value };
}

const isPlainObject = (value: unknown): boolean => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Where an issue lies, such as `items[2].name`. */
export const issuePath = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
