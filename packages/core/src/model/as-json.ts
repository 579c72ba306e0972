/** What user code noted, as JSON carries it. */
import type { Json } from "./json.ts";

/** `undefined` for what JSON cannot carry: functions, bigints, circles, and what throws when it is read. */
export function asJson(value: unknown): Json | undefined {
  try {
    const text = JSON.stringify(value);
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}
