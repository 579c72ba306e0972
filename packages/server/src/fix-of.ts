/** What to do about an error that was recorded. */
import { catalogue, type ErrorCode, type ErrorInfo } from "@headwater/core/engine";

const ours: ReadonlySet<string> = new Set(["HeadwaterError", "SchemaError"]);

/** Set for an error that Headwater reports on purpose: it needs neither stack nor cause. `null` for what user code threw. */
export function fixOf({ name, code }: Pick<ErrorInfo, "name" | "code">): string | null {
  return ours.has(name) && code !== null && Object.hasOwn(catalogue, code) ? catalogue[code as ErrorCode].fix : null;
}
