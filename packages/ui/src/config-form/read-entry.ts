/** What somebody typed into a field, as a value of its type, or what is wrong with it. */
import { isJsonObject, type JsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";
import { type Field, typed } from "./fields.ts";

export type Entry = { readonly value: Json } | { readonly problem: string };

/** `text` is not empty: an empty field says nothing. */
export function readEntry({ type, schema }: Field, text: string): Entry {
  switch (type.kind) {
    case "number":
      return readNumber(text.trim(), type.isWhole, schema);
    case "text":
      return readText(text, schema);
    case "choice": {
      const value = type.options.find((option) => typed(option) === text);
      return value === undefined ? { problem: `One of ${type.options.map(typed).join(", ")}.` } : { value };
    }
    case "json":
      return readJson(text, schema);
  }
}

const limit = (schema: JsonObject, name: string): number | null => {
  const value = schema[name];
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
};

/** Each limit with the words for it, and whether a value breaks it. */
const bounds: readonly (readonly [string, string, (value: number, bound: number) => boolean])[] = [
  ["minimum", "at least", (value, bound) => value < bound],
  ["exclusiveMinimum", "more than", (value, bound) => value <= bound],
  ["maximum", "at most", (value, bound) => value > bound],
  ["exclusiveMaximum", "less than", (value, bound) => value >= bound],
];

function readNumber(text: string, isWhole: boolean, schema: JsonObject): Entry {
  const value = Number(text);
  const known = bounds.flatMap(([name, words, breaks]) => {
    const bound = limit(schema, name);
    return bound === null ? [] : [{ words: `${words} ${bound}`, isBroken: breaks(value, bound) }];
  });
  const wanted = `${[isWhole ? "A whole number" : "A number", ...known.map(({ words }) => words)].join(", ")}.`;
  const isWrong = text === "" || !Number.isFinite(value) || (isWhole && !Number.isInteger(value)) || known.some(({ isBroken }) => isBroken);
  return isWrong ? { problem: wanted } : { value };
}

function readText(text: string, schema: JsonObject): Entry {
  const least = limit(schema, "minLength");
  const most = limit(schema, "maxLength");
  if (least !== null && text.length < least) return { problem: `At least ${least} characters; these are ${text.length}.` };
  if (most !== null && text.length > most) return { problem: `At most ${most} characters; these are ${text.length}.` };
  if (typeof schema.pattern === "string" && matches(schema.pattern, text) === false) {
    return { problem: typeof schema.format === "string" ? `Not a ${schema.format.replaceAll("-", " ")}.` : `It has to match ${schema.pattern}.` };
  }
  return { value: text };
}

/** `undefined` for a pattern that this browser cannot read: then the server decides. */
function matches(pattern: string, text: string): boolean | undefined {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return undefined;
  }
}

function readJson(text: string, schema: JsonObject): Entry {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return { problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (schema.type === "array" && !Array.isArray(value)) return { problem: "A list, such as [1, 2]." };
  if (schema.type === "object" && !isJsonObject(value)) return { problem: 'An object, such as { "name": 1 }.' };
  return { value };
}
