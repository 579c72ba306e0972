/** What is wrong with functions of several outputs among the definitions. */
import { HeadwaterError, type Problem } from "../model/errors.ts";
import type { AnyDefinition, AssetDefinition } from "./definition.ts";
import { problemFrom } from "./draft.ts";

/** A function runs for all of its outputs, so all must be there; and its key is that of no asset, since config is given by it. */
export function unitProblems(definitions: readonly AnyDefinition[]): readonly Problem[] {
  const outputs = definitions.filter((definition) => definition.kind === "asset" && definition.unit !== null) as readonly AssetDefinition[];
  const functions = [...Map.groupBy(outputs, (definition) => definition.unit).values()];
  const keys = new Map(definitions.map((definition) => [definition.key, definition]));
  return functions.flatMap((group, index) => {
    const [first] = group;
    if (first === undefined || first.unit === null) return [];
    const { key, outputs: all } = first.unit;
    const missing = [...all].filter(([, output]) => !group.some((definition) => definition.key === output)).map(([name]) => name);
    const isTaken = keys.has(key) || functions.slice(0, index).some((other) => other[0]?.unit?.key === key);
    return [
      ...(missing.length > 0 ? [new HeadwaterError("OUTPUTS_NOT_INCLUDED", { key, missing, included: first.key })] : []),
      ...(isTaken ? [new HeadwaterError("ASSET_KEY_TAKEN", { key, places: [] })] : []),
    ].map((error) => problemFrom(error, first));
  });
}
