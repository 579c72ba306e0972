/** `external()`: the schema of an output that lives elsewhere, such as a table of a warehouse. Nothing of it is stored. */
import { z } from "zod";
import type { SourceContext } from "./context.ts";
import type { Nothing } from "./handle.ts";
import { type ResourceDefinition, type Resources, type ResourceValues, resourceOf } from "./resource.ts";
import { isNothing } from "./schema-def.ts";

/** What stands for an output that lives elsewhere: that it is there. */
export interface External {
  readonly kind: "external";
}

/** What `observe` is given. */
export interface ExternalContext<R = Nothing> extends Pick<SourceContext, "asset" | "log" | "signal" | "root"> {
  readonly resources: ResourceValues<R>;
}

export interface ExternalSpec<R extends Resources = Nothing> {
  /** What `observe` needs, as in the asset's own `resources`. */
  readonly resources?: R;
  /** The version of what lies there, asked for after each run: a snapshot id, a time of last change. Without it, every run counts as a change. */
  readonly observe?: (context: ExternalContext<R>) => string | Promise<string>;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever its resources open
type AnyExternal = ExternalSpec<any>;

interface ExternalDef extends z.core.$ZodTypeDef {
  readonly type: "custom";
  readonly headwaterExternal: AnyExternal;
}
interface ExternalInternals extends z.core.$ZodTypeInternals<External, void> {
  def: ExternalDef;
}

/** The value of every such output. */
export const there: External = Object.freeze({ kind: "external" });

const ExternalType = z.core.$constructor<{ _zod: ExternalInternals } & z.ZodType, ExternalDef>("HeadwaterExternal", (schema, def) => {
  z.ZodType.init(schema, def);
  schema._zod.parse = (payload) => {
    if (payload.value === undefined || payload.value === there) payload.value = there;
    else payload.issues.push({ code: "custom", input: payload.value, inst: schema, message: "the output is external: expected nothing to be returned" });
    return payload;
  };
  schema._zod.processJSONSchema = (_context, json) => {
    json.$comment = "lies elsewhere";
  };
});

/**
 * The output of an asset whose effect is elsewhere: `run` returns nothing, consumers depend on it with `unloaded(asset)`.
 *
 * @example
 * const mart = asset("dw/mart", {
 *   inputs: { orders },
 *   resources: { warehouse },
 *   output: external({ resources: { warehouse }, observe: ({ resources }) => resources.warehouse.versionOf("mart") }),
 *   run: async ({ orders }, { resources }) => { await resources.warehouse.insert("mart", orders.stream()); },
 * });
 */
export const external = <R extends Resources = Nothing>(spec: ExternalSpec<R> = {}): z.ZodType<External, void> =>
  new ExternalType({ type: "custom", headwaterExternal: spec }) as unknown as z.ZodType<External, void>;

/** What a schema made by {@link external} was made of; `undefined` for any other schema. */
export const externalSpecOf = (schema: z.ZodType): AnyExternal | undefined => (schema._zod?.def as Partial<ExternalDef> | undefined)?.headwaterExternal;

/** Whether what an asset of this schema does is not in what is stored of it, so that nothing stored can stand for a run. */
export const liesElsewhere = (schema: z.ZodType): boolean => isNothing(schema) || externalSpecOf(schema) !== undefined;

/** The resources that `observe` needs, by name. */
export function externalResources(schema: z.ZodType): { readonly [name: string]: ResourceDefinition } {
  const resources: Resources = externalSpecOf(schema)?.resources ?? {};
  return Object.fromEntries(Object.entries(resources).map(([name, handle]) => [name, resourceOf(handle) as ResourceDefinition]));
}
