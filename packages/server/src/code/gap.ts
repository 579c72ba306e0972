/** What a normal form consists of: texts, and gaps between them that say what is referred to. */
import type { DeclaredName } from "./declared-names.ts";
import type { Scope } from "./scope.ts";

/** A name of a function, loop or block around, which the syntax captures. */
export interface Capture {
  readonly kind: "capture";
  readonly declared: DeclaredName;
  readonly scope: Scope;
  /** The members that are read of it. */
  readonly path: readonly string[];
  /** It is read when a function runs, not when the definition is made. */
  readonly inFunction: boolean;
  readonly start: number;
}

/** A reference to what is not part of the syntax itself. */
export type Gap =
  | Capture
  /** A name of the module's top level, or what its members lead to. */
  | { readonly kind: "top"; readonly name: string; readonly path: readonly string[]; readonly written: boolean }
  /** A global name that is given another value, or a member of which is. */
  | { readonly kind: "global"; readonly name: string }
  /** `this` of a function around. */
  | { readonly kind: "this"; readonly start: number }
  /** `import("x")`, `require("x")` */
  | { readonly kind: "import"; readonly specifier: string }
  /** What elements of JSX are made by. */
  | { readonly kind: "jsx" };

export interface NormalForm {
  /** One more than gaps, which stand between them. */
  readonly texts: readonly string[];
  readonly gaps: readonly Gap[];
  /** What cannot be followed: `eval`, an `import()` of something computed, unknown syntax. */
  readonly unfollowed: readonly { readonly what: string; readonly start: number }[];
}

/** What a name of the module's top level makes: definitions, which are opaque to others, or schemas, which may be described without a change of meaning. */
export type Role = "definition" | "schema" | null;

/** What syntax stands in. */
export interface Surroundings {
  /** Functions, loops and blocks around; `null` at the top level. */
  readonly around: Scope | null;
  readonly isTop: (name: string) => boolean;
  readonly roleOf: (name: string, member: string | null) => Role;
  /** `false`: definitions are written like any other call, since it is not known where their parts are. */
  readonly opaque: boolean;
}
