/** What is allowed among definitions, but may surprise: told by `headwater validate`. */
import { functionText } from "../code/function-text.ts";
import { HeadwaterError, type Problem } from "../model/errors.ts";
import type { AnyDefinition, Definitions } from "./definition.ts";
import { problemFrom } from "./draft.ts";
import type { ResourceDefinition } from "./resource.ts";

/** Warnings in the order of the definitions, a resource once however many use it. */
export function definitionWarnings({ byKey }: Definitions): readonly Problem[] {
  const definitions = [...byKey.values()];
  return [...definitions.flatMap(unreadableCode), ...untrackedResources(definitions)].map((problem) => ({ ...problem, severity: "warning" }));
}

/** All bound and native functions have one text, so that no change of them is seen. */
function unreadableCode(definition: AnyDefinition): readonly Problem[] {
  if (definition.codeVersion !== null) return [];
  const functions = definition.kind === "asset" ? [definition.run] : definition.connector === null ? [definition.observe, definition.load] : [];
  if (!functions.some((fn) => functionText(fn).includes("[ native code ]"))) return [];
  return [problemFrom(new HeadwaterError("CODE_UNREADABLE", { key: definition.key }), definition)];
}

function untrackedResources(definitions: readonly AnyDefinition[]): readonly Problem[] {
  const users = new Map<ResourceDefinition, { readonly name: string; readonly by: AnyDefinition[] }>();
  for (const definition of definitions) {
    for (const [name, resource] of Object.entries(definition.resources)) {
      if (resource.tracked || resource.codeVersion !== null) continue;
      const known = users.get(resource);
      if (known === undefined) users.set(resource, { name, by: [definition] });
      else known.by.push(definition);
    }
  }
  return [...users.values()].map(({ name, by }) =>
    problemFrom(new HeadwaterError("RESOURCE_UNTRACKED", { name, users: by.map((definition) => definition.key) }), by[0] ?? null),
  );
}
