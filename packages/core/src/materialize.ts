/** `materialize`: runs assets in memory, with given sources in place of real ones. For tests of pipelines. */
import type { z } from "zod";
import { define, type Includable } from "./define/define.ts";
import type { AnyDefinition, Definitions } from "./define/definition.ts";
import type { Asset } from "./define/handle.ts";
import { givenResource, overrideResources } from "./define/override-resources.ts";
import { createInstance, type InstanceOptions, type RunResult } from "./instance.ts";
import { HeadwaterError } from "./model/errors.ts";
import type { Json } from "./model/json.ts";

export interface MaterializeTestOptions extends Pick<InstanceOptions, "root" | "log" | "secrets"> {
  /** Values in place of sources, by key: what their `load` would yield, before their schema parses it. */
  readonly sources?: { readonly [key: string]: unknown };
  /** Config by asset key, over the defaults of the schemas. */
  readonly config?: { readonly [key: string]: Json };
  /** Values in place of resources, by the names that assets call them by: already open, or made up. All others are opened. */
  readonly resources?: { readonly [name: string]: unknown };
  /** Which of the assets; all by default. */
  readonly select?: string;
}

export interface TestRun extends RunResult {
  /** The value of an asset. @throws HeadwaterError `NOT_MATERIALIZED` where its step failed or did not run. */
  value<S extends z.ZodType>(asset: Asset<S>): z.output<S>;
}

/**
 * Materializes assets in memory: no files, no database, no server. A failing asset does not throw: look at `step`.
 * @param include Assets, or all that `define` takes; or definitions as `define` gives them.
 * @throws DefinitionError for problems in the declarations; HeadwaterError `ASSET_UNKNOWN` for a given source that is none.
 *
 * @example
 * const result = await materialize([readings, hotDays], { sources: { "raw/readings": [{ date: "2015-07-31", temp_max: "34" }] } });
 * result.step(hotDays).outcome; // "SUCCEEDED"
 * const rows = await result.value(hotDays).rows();
 */
export async function materialize(include: Definitions | readonly Includable[], options: MaterializeTestOptions = {}): Promise<TestRun> {
  const { sources = {}, config = {}, resources = {}, select = "*", ...instanceOptions } = options;
  const definitions = isDefinitions(include) ? include : define({ include, config });
  await using instance = await createInstance(withGivenResources(withGivenSources(definitions, sources), resources), instanceOptions);
  const result = await instance.materialize(select, isDefinitions(include) ? { config } : {});
  const values = new Map<string, unknown>();
  for (const step of result.steps) if (step.outcome === "SUCCEEDED") values.set(step.asset, await instance.value(step.asset));
  return {
    ...result,
    value<S extends z.ZodType>({ key }: Asset<S>): z.output<S> {
      if (!values.has(key)) throw new HeadwaterError("NOT_MATERIALIZED", { asset: key });
      return values.get(key) as z.output<S>;
    },
  };
}

const isDefinitions = (include: Definitions | readonly Includable[]): include is Definitions => "kind" in include && include.kind === "definitions";

/** The version of every given source: it never changes. */
const given = "given";

function withGivenSources(definitions: Definitions, sources: { readonly [key: string]: unknown }): Definitions {
  const byKey = new Map(definitions.byKey);
  for (const [key, value] of Object.entries(sources)) {
    const source = byKey.get(key);
    if (source?.kind !== "source") throw new HeadwaterError("SOURCE_UNKNOWN", { key, known: [...byKey.values()].filter(isSource).map((known) => known.key) });
    byKey.set(key, { ...source, connector: { kind: "given" }, observe: () => given, load: () => ({ value, version: given }) });
  }
  return { ...definitions, byKey };
}

const withGivenResources = (definitions: Definitions, given: { readonly [name: string]: unknown }): Definitions => ({
  ...definitions,
  byKey: overrideResources(definitions.byKey, new Map(Object.entries(given).map(([name, value]) => [name, givenResource(value)]))),
});

const isSource = (definition: AnyDefinition): boolean => definition.kind === "source";
