/** A look inside Zod schemas: their definition as loose data, and the schema within wrappers such as `optional`. */
import type { z } from "zod";

/** Fields of the definitions of all kinds of schemas that are read here. */
export interface SchemaDef {
  readonly type: string;
  readonly coerce?: boolean;
  readonly format?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly items?: readonly z.ZodType[];
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly catchall?: z.ZodType;
  readonly rest?: z.ZodType | null;
  readonly getter?: () => z.ZodType;
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check?: string; readonly format?: string } } }[];
}

export const schemaDef = (schema: z.ZodType): SchemaDef => schema._zod.def as unknown as SchemaDef;

/** Whether a value is a schema of Zod 4. */
export const isSchema = (value: unknown): value is z.ZodType => typeof value === "object" && value !== null && "_zod" in value && "safeParseAsync" in value;

const wrappers = new Set(["optional", "nullable", "nonoptional", "default", "prefault", "catch", "readonly"]);

export interface Unwrapped {
  readonly schema: z.ZodType;
  readonly optional: boolean;
  readonly nullable: boolean;
}

/** The schema within wrappers, on the output or the input side of pipes, and which of the wrappers let a value be absent. */
export function unwrap(schema: z.ZodType, side: "in" | "out"): Unwrapped {
  let [inner, optional, nullable] = [schema, false, false];
  for (;;) {
    const def = schemaDef(inner);
    if (def.type === "optional" || (side === "in" && (def.type === "default" || def.type === "prefault"))) optional = true;
    if (def.type === "nullable") nullable = true;
    const next = wrappers.has(def.type) ? def.innerType : def.type === "lazy" ? def.getter?.() : def.type === "pipe" ? def[side] : undefined;
    if (next === undefined) return { schema: inner, optional, nullable };
    inner = next;
  }
}

/** Whether a schema describes no value at all, such as `z.void()`: what its asset does lies elsewhere. */
export const isNothing = (schema: z.ZodType): boolean => ["void", "undefined"].includes(schemaDef(schema).type);

/** The schemas directly within a schema. */
export function children(schema: z.ZodType): readonly z.ZodType[] {
  const def = schemaDef(schema);
  const single = [
    def.element,
    def.innerType,
    def.left,
    def.right,
    def.in,
    def.out,
    def.keyType,
    def.valueType,
    def.catchall,
    def.rest,
    def.type === "lazy" ? def.getter?.() : undefined,
  ];
  return [...single, ...Object.values(def.shape ?? {}), ...(def.options ?? []), ...(def.items ?? [])].filter((child) => isSchema(child));
}

/** Whether parsing may give another value than it was given, so that an output does not fit the schema again. Coercion and defaults leave outputs as they are. */
export function changesValues(schema: z.ZodType, seen = new Set<z.ZodType>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  const { type } = schemaDef(schema);
  return type === "pipe" || type === "transform" || children(schema).some((child) => changesValues(child, seen));
}
