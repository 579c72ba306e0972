/** Values as plain JSON, for people and other programs: what JSON cannot say becomes text. */
import type { Json } from "../model/json.ts";

const counted = (bytes: Uint8Array): string => `${bytes.length} bytes`;

/**
 * A `Map` becomes its pairs, a `Set` its items, `undefined` null or absent, a date its ISO text.
 * @param bytesText What bytes become; unless given, how many there are.
 */
export function plainJson(value: unknown, bytesText: (bytes: Uint8Array) => string = counted): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Map || value instanceof Set || Array.isArray(value)) return [...value].map((inner) => plainJson(inner, bytesText));
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plainJson(inner, bytesText)]])));
}
