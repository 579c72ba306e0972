/** What a function returned, apart by output. */
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";
import type { AssetDefinition } from "./definition.ts";

/**
 * By the key of each output.
 * @throws HeadwaterError `OUTPUTS_INVALID` where a function of several outputs returned anything but an object with exactly their names.
 */
export function returnedOutputs({ key, unit }: Pick<AssetDefinition, "key" | "unit">, returned: unknown): ReadonlyMap<string, unknown> {
  if (unit === null) return new Map([[key, returned]]);
  const outputs = [...unit.outputs.keys()];
  const refuse = (found: string): never => {
    throw new HeadwaterError("OUTPUTS_INVALID", { asset: unit.key, outputs, found });
  };
  if (typeof returned !== "object" || returned === null || Array.isArray(returned)) return refuse(describeValue(returned));
  const names = Object.keys(returned);
  const missing = outputs.filter((name) => !names.includes(name));
  const extra = names.filter((name) => !outputs.includes(name));
  if (missing.length > 0) return refuse(`an object without ${quoted(missing)}`);
  if (extra.length > 0) return refuse(`an object with ${quoted(extra)} as well`);
  return new Map([...unit.outputs].map(([name, output]) => [output, (returned as Record<string, unknown>)[name]]));
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
