/** `define`: everything that one code location declares, checked together. All problems are thrown at once. */
import { topologicalOrder } from "../graph/topological-order.ts";
import { describeValue } from "../model/describe-value.ts";
import { DefinitionError, HeadwaterError, type Problem } from "../model/errors.ts";
import type { Json } from "../model/json.ts";
import { hashJson } from "../model/version.ts";
import { attachChecks, checkProblems } from "./attach-checks.ts";
import type { Check } from "./check.ts";
import { configOf, parseConfig } from "./config.ts";
import { type AnyDefinition, type Definitions, functionKey } from "./definition.ts";
import { draftOf, problemFrom } from "./draft.ts";
import { flattenInclude } from "./flatten-include.ts";
import { formerKeyProblems } from "./former-keys.ts";
import type { AnySchema, Asset } from "./handle.ts";
import { overrideResources, resourceNames } from "./override-resources.ts";
import { type ResourceDefinition, type Resources, resourceOf } from "./resource.ts";
import { unitProblems } from "./unit-problems.ts";

/** What may be included: assets, sources and checks, and arrays, records and module namespaces of them. */
export type Includable = Asset<AnySchema> | Check | readonly Includable[] | { readonly [name: string]: unknown };

export interface DefineSpec {
  readonly include: readonly Includable[];
  /** Config by asset key, over the defaults of the schemas. */
  readonly config?: { readonly [assetKey: string]: Json };
  /** Names of npm packages that compute nothing, such as a logger: another version of them makes nothing stale. */
  readonly untrackedPackages?: readonly string[];
  /** Resources in place of those that assets and sources call by these names. */
  readonly resources?: Resources;
}

/**
 * Checks definitions and holds them together. Throws one {@link DefinitionError} with every problem.
 *
 * @example
 * export default define({ include: [readings, hotDays], config: { "weather/hot_days": { threshold: 33 } } });
 */
export function define(spec: DefineSpec): Definitions {
  const included = flattenInclude((spec as DefineSpec | undefined)?.include);
  const byKey = new Map(included.definitions.map((definition) => [definition.key, definition]));
  const config = (spec as DefineSpec | undefined)?.config ?? {};
  const problems: readonly Problem[] = [
    ...included.problems.map((error) => problemFrom(error, null)),
    ...included.definitions.flatMap((definition) => draftOf(definition).problems),
    ...takenKeys(included.definitions),
    ...included.definitions.flatMap((definition) => strangers(definition, byKey)),
    ...unitProblems(included.definitions),
    ...checkProblems(byKey, included.checks),
    ...cycles(byKey),
    ...formerKeyProblems(byKey),
    ...configProblems(byKey, config),
    ...resourceProblems(byKey, spec?.resources),
    ...packageProblems(spec?.untrackedPackages),
    ...specProblems(spec),
  ];
  if (problems.length > 0) throw new DefinitionError(problems);
  const complete = overrideResources(attachChecks(byKey, included.checks), overridesOf(spec.resources));
  return Object.freeze({ kind: "definitions", byKey: complete, config, untrackedPackages: spec.untrackedPackages ?? [] });
}

const specProblems = (spec: object | undefined): readonly Problem[] =>
  Object.keys(spec ?? {})
    .filter((name) => !["include", "config", "resources", "untrackedPackages"].includes(name))
    .map((name) => problemFrom(new HeadwaterError("DEFINE_KEY_UNKNOWN", { name }), null));

function packageProblems(names: unknown): readonly Problem[] {
  const wrong = Array.isArray(names) ? names.find((name) => typeof name !== "string" || name.trim() === "") : names;
  return wrong === undefined ? [] : [problemFrom(new HeadwaterError("DEFINE_PACKAGES_INVALID", { found: describeValue(wrong) }), null)];
}

const overridesOf = (resources: Resources | undefined): ReadonlyMap<string, ResourceDefinition> =>
  new Map(
    Object.entries(resources ?? {}).flatMap(([name, handle]) => {
      const definition = resourceOf(handle);
      return definition === undefined ? [] : [[name, definition] as const];
    }),
  );

/** Overrides that are no resources, and those that nobody uses. */
function resourceProblems(byKey: ReadonlyMap<string, AnyDefinition>, resources: unknown): readonly Problem[] {
  if (resources === undefined) return [];
  if (typeof resources !== "object" || resources === null || Array.isArray(resources)) {
    return [problemFrom(new HeadwaterError("DEFINE_RESOURCES_INVALID", { found: describeValue(resources) }), null)];
  }
  const known = resourceNames(byKey);
  return Object.entries(resources).flatMap(([name, handle]) => {
    const definition = resourceOf(handle);
    const problem = definition === undefined ? `expected a resource, made by resource({ open }), found ${describeValue(handle)}` : definition.problem;
    if (problem !== null) return [problemFrom(new HeadwaterError("RESOURCE_INVALID", { name, problem }), null)];
    return known.includes(name) ? [] : [problemFrom(new HeadwaterError("RESOURCE_UNKNOWN", { name, known }), null)];
  });
}

/** Different assets of one name. The same asset twice is fine. */
function takenKeys(definitions: readonly AnyDefinition[]): readonly Problem[] {
  const groups = Map.groupBy(definitions, (definition) => definition.key);
  return [...groups.values()].filter((group) => group.length > 1).map((group) => problemFrom(taken(group), group.at(-1) ?? null));
}

const taken = (group: readonly AnyDefinition[]): HeadwaterError => {
  const places = group.flatMap(({ declaredAt }) => (declaredAt === null ? [] : [`${declaredAt.file}:${declaredAt.line}`]));
  return new HeadwaterError("ASSET_KEY_TAKEN", { key: group[0]?.key ?? "", places });
};

/** References to assets that are not included, or to another one of the same name. */
function strangers(definition: AnyDefinition, byKey: ReadonlyMap<string, AnyDefinition>): readonly Problem[] {
  return [...draftOf(definition).references].flatMap(([input, upstream]) => {
    const known = byKey.get(upstream.key);
    if (known === upstream) return [];
    const error =
      known === undefined ? new HeadwaterError("INPUT_NOT_INCLUDED", { key: definition.key, input, upstream: upstream.key }) : taken([known, upstream]);
    return [problemFrom(error, definition)];
  });
}

function cycles(byKey: ReadonlyMap<string, AnyDefinition>): readonly Problem[] {
  const upstream = (key: string): readonly string[] => {
    const definition = byKey.get(key);
    return definition?.kind === "asset" ? [...definition.inputs.map((input) => input.upstream), ...definition.after] : [];
  };
  return topologicalOrder(byKey.keys(), upstream).cycles.map((path) =>
    problemFrom(new HeadwaterError("ASSET_CYCLE", { path }), byKey.get(path[0] ?? "") ?? null),
  );
}

function configProblems(byKey: ReadonlyMap<string, AnyDefinition>, config: unknown): readonly Problem[] {
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    return [problemFrom(new HeadwaterError("RUN_CONFIG_INVALID", { found: describeValue(config) }), null)];
  }
  const given = config as Readonly<Record<string, unknown>>;
  const withConfig = new Map([...byKey.values()].filter((definition) => definition.config !== null).map((definition) => [functionKey(definition), definition]));
  const known = [...withConfig.keys()];
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) => problemFrom(new HeadwaterError("CONFIG_UNKNOWN_ASSET", { key, known }), null)),
    ...[...withConfig].flatMap(([key, definition]) => configProblem(key, definition, configOf(given, key))),
  ];
}

function configProblem(key: string, definition: AnyDefinition, given: unknown): readonly Problem[] {
  try {
    // Its hash is part of every trace.
    hashJson(parseConfig({ key, config: definition.config }, given));
    return [];
  } catch (error) {
    if (HeadwaterError.is(error)) return [problemFrom(error, definition)];
    return [problemFrom(new HeadwaterError("CONFIG_INVALID", { key, problem: error instanceof Error ? error.message : describeValue(error) }), definition)];
  }
}
