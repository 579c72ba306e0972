/** What a computation is made of, declaration by declaration: found for a code version once, so that a change can be named. */

/** One top-level declaration of a local module, or one part of the definition itself. */
export interface CodeDeclaration {
  /** `normalise`, `Units`, `default`; of the definition itself `run`, `output`, `config`, `inputs.orders`; of a side effect `statement`; of a file that counts as a whole nothing. */
  readonly name: string;
  /** Relative to the root of the code location, with `/` between its parts. */
  readonly file: string;
  readonly line: number;
  /** SHA-256 of its own normalised text alone, where a placeholder stands for what it refers to: it differs where this declaration was edited. */
  readonly hash: string;
  /** Name of the declaration by which it is reached first; `null` for a part of the definition itself. */
  readonly through: string | null;
}

/** Everything that a code version stands for. */
export interface CodeManifest {
  readonly codeVersion: string;
  /** As in `CodeParts`. */
  readonly scheme: string;
  readonly declarations: readonly CodeDeclaration[];
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** Files and variables that the asset names as inputs of its code: `sql/a.sql`, `env REGION`. Never the value of a variable. */
  readonly extraInputs: readonly { readonly name: string; readonly hash: string }[];
}

/** One thing by which two code versions differ. */
export interface CodeChange {
  readonly kind: "DECLARATION" | "PACKAGE" | "INPUT";
  readonly change: "CHANGED" | "ADDED" | "REMOVED";
  /** As in the manifest. */
  readonly name: string;
  /** Of a declaration: where it is now; of one that is gone, where it was. */
  readonly file: string | null;
  readonly line: number | null;
  /** See `CodeDeclaration.through`. */
  readonly through: string | null;
  /** As recorded, and as it is now: the hash of a declaration or an input, the version of a package. `null` on the side where it does not exist, and for variables of the environment. */
  readonly from: string | null;
  readonly to: string | null;
  /** Where a declaration was. */
  readonly fromLine: number | null;
}

/** Code manifests by code version; those that nobody saved are missing. */
export type ManifestLookup = { get(codeVersion: string): CodeManifest | undefined };
