/** What authors write: the specs of `asset` and `source`, and the contexts that their functions are given. */
import type { z } from "zod";
import type { Json } from "../model/json.ts";
import type { CheckAnswer } from "./check.ts";
import type { Previous, RunContext, SourceContext } from "./context.ts";
import type { SourceVersion } from "./definition.ts";
import type { ExtraInput } from "./extra-input.ts";
import type { AnySchema, Asset, Inputs, InputValues, Nothing } from "./handle.ts";
import type { Resources, ResourceValues } from "./resource.ts";
import type { Unparsed } from "./unparsed.ts";

type Typed<Erased, C extends z.ZodType, A, R> = Omit<Erased, "config" | "params" | "resources"> & {
  readonly config: z.output<C>;
  readonly params: A;
  readonly resources: ResourceValues<R>;
};

/** What `run` is given beside its inputs. */
export type Context<C extends z.ZodType = z.ZodType, A = Json, R = Nothing> = Typed<RunContext, C, A, R>;
/** What `observe` and `load` are given. */
export type LookContext<C extends z.ZodType = z.ZodType, A = Json, R = Nothing> = Typed<SourceContext, C, A, R>;

interface CommonSpec<C extends z.ZodType, A extends Json, R extends Resources> {
  /** Schema of `ctx.config`. What it leaves open must have a default, or a value in `define({ config })`. */
  readonly config?: C;
  /** Tells the assets of one factory apart; part of the code version. */
  readonly params?: A;
  /** What its functions need that is opened once per process, such as a connection: `ctx.resources`. Made by `resource`. */
  readonly resources?: R;
  readonly description?: string;
  /** Where it is shown; the first segment of the key unless said otherwise. */
  readonly group?: string;
  readonly owners?: readonly string[];
  readonly tags?: { readonly [name: string]: string };
  readonly kinds?: readonly string[];
  /** What else there is to say about it, by name; JSON values, shown with it and part of no version. A table's `columns` are noted already. */
  readonly metadata?: { readonly [name: string]: Json };
  /**
   * Keys that it had before (of `assets`: that the function had): it keeps what was computed under them, and nothing becomes stale by the new
   * name. To be left in for as long as anything downstream was last computed under the old name.
   */
  readonly formerly?: readonly string[];
  /** Stands for the whole code version, which is found automatically otherwise. */
  readonly codeVersion?: string;
  /**
   * What its functions read beside their code and their inputs: files by globs, relative to the directory of the entry file, and variables of
   * the environment by `env`. Their content counts in the code version. `node_modules`, `.git` and `.headwater` are not looked into.
   */
  readonly extraInputs?: readonly ExtraInput[];
  /**
   * How long a step of the asset may take, from its first look at a source to the stored output; for a source, each look and each
   * load. `"30s"`, `"5m"`, `"1h"`. Then `ctx.signal` is aborted, and the step fails without waiting for the function.
   * Default: no limit; a minute for a look at a source.
   */
  readonly timeout?: string;
}

export interface RetrySpec {
  /** In all, with the first one: a whole number from 1. */
  readonly attempts: number;
  /** Before the second attempt; `"1s"` unless said otherwise. */
  readonly delay?: string;
  /** How the delay grows: it doubles (the default) up to an hour, or gets longer by itself each time. */
  readonly backoff?: "exponential" | "linear";
  /** `false`: the whole delay each time. Otherwise a random part of it, so that steps that failed together do not come back together. */
  readonly jitter?: boolean;
}

interface ComputedSpec<I extends Inputs, C extends z.ZodType, A extends Json, R extends Resources> extends CommonSpec<C, A, R> {
  readonly inputs?: I;
  /** Assets that only come before: nothing is loaded, nothing becomes stale by them. */
  readonly after?: readonly Asset<AnySchema>[];
  /** `false`: an earlier equal computation is never taken over. */
  readonly reuse?: boolean;
  /** Runs in every plan that includes it (it reads what Headwater does not see); early cutoff still holds below it. */
  readonly volatile?: boolean;
  /** Data older than this is stale, such as `"12h"`; its age is that of the computation, by the clock of the database. */
  readonly maxAge?: string;
  /** `manual`: shows its causes like any other, but only runs where a selection names it, or in mode `ALL`. */
  readonly launch?: "auto" | "manual";
  /** What happens when a step of the asset fails: further attempts within the same run. Default: none. */
  readonly retry?: RetrySpec;
}

export interface AssetSpec<S extends z.ZodType, I extends Inputs, C extends z.ZodType, A extends Json, R extends Resources = Nothing>
  extends ComputedSpec<I, C, A, R> {
  /** Schema of what `run` returns. */
  readonly output: S;
  /** The author's word on what the data is, such as an etag; a hash of the content otherwise. */
  readonly dataVersion?: (value: z.output<S>, context: Context<C, A, R>) => string;
  /**
   * What must be true of the output, by name; a failed one fails the run. Each is given the stored value, as an input would be. Where a check
   * warns only, or keeps others from reading, declare it with `check`.
   */
  readonly checks?: {
    readonly [name: string]: (value: z.output<S>, context: Omit<Context<C, A, R>, "metadata" | "progress">) => CheckAnswer | Promise<CheckAnswer>;
  };
  readonly run: (inputs: InputValues<I>, context: Context<C, A, R>) => z.input<S> | Unparsed | Promise<z.input<S> | Unparsed>;
}

/** Schemas by the names of the outputs. */
export type Outputs = { readonly [name: string]: z.ZodType };

/** What the function of `assets` is given beside its inputs. */
export type OutputsContext<O extends Outputs, C extends z.ZodType = z.ZodType, A = Json, R = Nothing> = Omit<Context<C, A, R>, "previous"> & {
  /** The last materialization of each output. */
  readonly previous: { readonly [N in keyof O]: Previous | undefined };
};

type Returned<O extends Outputs> = { readonly [N in keyof O]: z.input<O[N]> | Unparsed };

export interface AssetsSpec<O extends Outputs, I extends Inputs, C extends z.ZodType, A extends Json, R extends Resources = Nothing>
  extends ComputedSpec<I, C, A, R> {
  /** Schemas of what `run` returns, by name: each is an asset. */
  readonly outputs: O;
  /** Returns an object with exactly the names of `outputs`. */
  readonly run: (inputs: InputValues<I>, context: OutputsContext<O, C, A, R>) => Returned<O> | Promise<Returned<O>>;
}

/** What `load` returns: the value, or with it the version of what was really read. */
export type Loaded<S extends z.ZodType> = z.input<S> | { readonly value: z.input<S>; readonly version: string };

export interface SourceSpec<S extends z.ZodType, C extends z.ZodType = z.ZodType, A extends Json = Json, R extends Resources = Nothing>
  extends CommonSpec<C, A, R> {
  /** Schema of what `load` yields. */
  readonly schema: S;
  /** The version of the data as it is now: a hash, an etag, a revision number. */
  readonly observe: (context: LookContext<C, A, R>) => string | SourceVersion | Promise<string | SourceVersion>;
  readonly load: (context: LookContext<C, A, R> & { readonly version: string }) => Loaded<S> | Promise<Loaded<S>>;
  /**
   * `true`: each version is loaded once, into the value store, and all steps of a run read the same one, also when the source changes
   * meanwhile. For what is slow to load, or must not change within a run.
   */
  readonly snapshot?: boolean;
  /** For makers of connectors: what counts in the code version instead of the text of the functions. */
  readonly connector?: Json;
  /** For makers of connectors: what is wrong with how it was called, which `define` then says with all other problems. */
  readonly problem?: string | undefined;
}
