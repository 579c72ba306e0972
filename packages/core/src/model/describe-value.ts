/** A value in a few words, for messages: its content only where that is short, since what is cut off can no longer be redacted. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing (undefined)";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "string") return value.length > 60 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === "function") return `a function (${value.name || "anonymous"})`;
  if (typeof value !== "object") return `${typeof value} ${String(value)}`;
  if ("then" in value) return "a promise";
  const name = value.constructor?.name;
  return name === undefined || name === "Object" ? "a plain object" : `an instance of ${name}`;
}
