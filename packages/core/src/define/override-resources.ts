/** Puts other resources in the place of those of the same name. */
import { HeadwaterError } from "../model/errors.ts";
import type { AnyDefinition } from "./definition.ts";
import type { ResourceDefinition } from "./resource.ts";

type ByKey = ReadonlyMap<string, AnyDefinition>;

/**
 * Every asset and source that calls a resource by one of the names gets the other one.
 * @throws HeadwaterError `RESOURCE_UNKNOWN` for a name that nobody uses.
 */
export function overrideResources(byKey: ByKey, overrides: ReadonlyMap<string, ResourceDefinition>): ByKey {
  if (overrides.size === 0) return byKey;
  const known = resourceNames(byKey);
  for (const name of overrides.keys()) if (!known.includes(name)) throw new HeadwaterError("RESOURCE_UNKNOWN", { name, known });
  return new Map([...byKey].map(([key, definition]) => [key, overridden(definition, overrides)]));
}

/** The names that resources are called by. */
export const resourceNames = (byKey: ByKey): readonly string[] =>
  [...new Set([...byKey.values()].flatMap((definition) => Object.keys(definition.resources)))].sort();

function overridden(definition: AnyDefinition, overrides: ReadonlyMap<string, ResourceDefinition>): AnyDefinition {
  const names = Object.keys(definition.resources);
  if (!names.some((name) => overrides.has(name))) return definition;
  return { ...definition, resources: Object.fromEntries(names.map((name) => [name, overrides.get(name) ?? definition.resources[name]])) } as AnyDefinition;
}

/** What a test gives in place of a resource: already open, and nobody else's to close. */
export const givenResource = (value: unknown): ResourceDefinition => ({
  config: null,
  values: {},
  open: () => value,
  close: null,
  tracked: false,
  codeVersion: null,
  calls: [],
  problem: null,
});
