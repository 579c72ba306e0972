/** What authors write: the specs of `asset` and `source`, and the contexts that their functions are given. */
import type { z } from "zod";
import type { Json } from "../model/json.ts";
import type { RunContext, SourceContext } from "./context.ts";
import type { SourceVersion } from "./definition.ts";
import type { AnySchema, Asset, Inputs, InputValues } from "./handle.ts";

type Typed<Erased, C extends z.ZodType, A> = Omit<Erased, "config" | "params" | "resources"> & { readonly config: z.output<C>; readonly params: A };

/** What `run` is given beside its inputs. */
export type Context<C extends z.ZodType = z.ZodType, A = Json> = Typed<RunContext, C, A>;
/** What `observe` and `load` are given. */
export type LookContext<C extends z.ZodType = z.ZodType, A = Json> = Typed<SourceContext, C, A>;

interface CommonSpec<C extends z.ZodType, A extends Json> {
  /** Schema of `ctx.config`. What it leaves open must have a default, or a value in `define({ config })`. */
  readonly config?: C;
  /** Tells the assets of one factory apart; part of the code version. */
  readonly params?: A;
  readonly description?: string;
  /** Where it is shown; the first segment of the key unless said otherwise. */
  readonly group?: string;
  readonly owners?: readonly string[];
  readonly tags?: { readonly [name: string]: string };
  readonly kinds?: readonly string[];
  /** Stands for the whole code version, which is found automatically otherwise. */
  readonly codeVersion?: string;
}

export interface AssetSpec<S extends z.ZodType, I extends Inputs, C extends z.ZodType, A extends Json> extends CommonSpec<C, A> {
  readonly inputs?: I;
  /** Assets that only come before: nothing is loaded, nothing becomes stale by them. */
  readonly after?: readonly Asset<AnySchema>[];
  /** Schema of what `run` returns. */
  readonly output: S;
  /** `false`: an earlier equal computation is never taken over. */
  readonly reuse?: boolean;
  /** The author's word on what the data is, such as an etag; a hash of the content otherwise. */
  readonly dataVersion?: (value: z.output<S>, context: Context<C, A>) => string;
  readonly run: (inputs: InputValues<I>, context: Context<C, A>) => z.input<S> | Promise<z.input<S>>;
}

/** What `load` returns: the value, or with it the version of what was really read. */
export type Loaded<S extends z.ZodType> = z.input<S> | { readonly value: z.input<S>; readonly version: string };

export interface SourceSpec<S extends z.ZodType, C extends z.ZodType = z.ZodType, A extends Json = Json> extends CommonSpec<C, A> {
  /** Schema of what `load` yields. */
  readonly schema: S;
  /** The version of the data as it is now: a hash, an etag, a revision number. */
  readonly observe: (context: LookContext<C, A>) => string | SourceVersion | Promise<string | SourceVersion>;
  readonly load: (context: LookContext<C, A> & { readonly version: string }) => Loaded<S> | Promise<Loaded<S>>;
  /** For makers of connectors: what counts in the code version instead of the text of the functions. */
  readonly connector?: Json;
}
