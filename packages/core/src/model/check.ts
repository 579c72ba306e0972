/** Checks of what an asset is: what the author declared, and how one came out. */
import type { ErrorInfo } from "./error-info.ts";
import type { Json } from "./json.ts";

export interface CheckNode {
  readonly name: string;
  /** A failed `error` check fails the run; a failed `warn` check is only shown. */
  readonly severity: "warn" | "error";
  /** What fails it is not read by anybody until it was materialized anew and passes. */
  readonly blocking: boolean;
  readonly description: string | null;
}

/** How a check came out, with the severity that it had then. */
export interface CheckResult extends Omit<CheckNode, "description"> {
  readonly passed: boolean;
  readonly message: string | null;
  readonly metadata: { readonly [name: string]: Json };
  /** What the check threw, or that its answer is none. */
  readonly error: ErrorInfo | null;
}

const controlCharacters = /\p{Cc}/u;

/** Why `name` cannot be that of a check, or `undefined` when it can. */
export function checkNameProblem(name: unknown): string | undefined {
  if (typeof name !== "string") return `its name is ${name === null ? "null" : typeof name}, not a text`;
  if (name.trim() === "") return "its name is empty";
  if (!name.isWellFormed()) return "its name contains half a surrogate pair";
  return controlCharacters.test(name) ? "its name contains a control character" : undefined;
}

type Check = Omit<CheckNode, "description">;

/** A recorded failure counts for as long as the asset still declares the check that way: one that was removed or weakened holds nothing up. */
function failed(declared: readonly Check[], results: readonly CheckResult[], counts: (check: Check) => boolean): readonly string[] {
  const names = new Set(declared.filter(counts).map((check) => check.name));
  return results.filter((result) => !result.passed && counts(result) && names.has(result.name)).map((result) => result.name);
}

/** Names of the failed checks of a materialization that fail a run. */
export const failedErrors = (declared: readonly Check[] = [], results: readonly CheckResult[] = []): readonly string[] =>
  failed(declared, results, (check) => check.severity === "error");

/** Names of the failed checks of a materialization that keep others from reading it. */
export const failedBlocking = (declared: readonly Check[] = [], results: readonly CheckResult[] = []): readonly string[] =>
  failed(declared, results, (check) => check.blocking);
