/** The errors that Headwater reports on purpose, and problems among definitions as data. */
import { type CatalogueEntry, catalogue, type ErrorKind } from "./error-catalogue.ts";

export type ErrorCode = keyof typeof catalogue;
type DetailsOf<C extends ErrorCode> = Parameters<(typeof catalogue)[C]["message"]>[0] extends infer D
  ? [D] extends [undefined]
    ? Record<string, never>
    : D
  : never;

/** An error that Headwater reports on purpose. The message says what, the fix says what to do. */
export class HeadwaterError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = "HeadwaterError";
  readonly code: C;
  readonly details: DetailsOf<C>;
  readonly fix: string;
  readonly kind: ErrorKind;
  constructor(code: C, details: DetailsOf<C>, options?: ErrorOptions) {
    const entry: CatalogueEntry = catalogue[code];
    super(entry.message(details), options);
    this.code = code;
    this.details = details;
    this.fix = entry.fix;
    this.kind = entry.kind;
  }

  static is<C extends ErrorCode>(error: unknown, code?: C): error is HeadwaterError<C> {
    return error instanceof HeadwaterError && (code === undefined || error.code === code);
  }
}

/** One problem among the definitions: data, so that all can be shown at once. */
export interface Problem {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly fix: string;
  readonly asset: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

/** A problem with the code around its line, as that was when it was found; `null` where there is none to show. */
export interface ShownProblem extends Problem {
  readonly frame: string | null;
}

/** All that is wrong with a set of definitions, thrown once. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  readonly code = "DEFINITION_ERROR";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(`${problems.length === 1 ? "One problem" : `${problems.length} problems`} in the definitions:\n${problems.map(problemText).join("\n")}`);
    this.problems = problems;
  }
}

export const problemText = (problem: Problem): string =>
  `- ${problem.message} ${problem.fix}${problem.file === null ? "" : ` (${problem.file}${problem.line === null ? "" : `:${problem.line}`})`} [${problem.code}]`;
