/** What is wrong with a module of the user, with the place where it stands. */

export interface ModulePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export class ModuleProblem extends SyntaxError {
  override readonly name = "ModuleProblem";
  readonly problem: string;
  readonly place: ModulePlace;
  /** Node's own code, by which user code may recognize that an optional package is not there. */
  readonly code: string;

  constructor(problem: string, place: ModulePlace, options: { readonly code: string; readonly cause?: unknown }) {
    super(`${problem} (${place.file}:${place.line})`, { cause: options.cause });
    this.problem = problem;
    this.place = place;
    this.code = options.code;
  }
}

/** The line of a position in a text, from 1. */
export const lineAt = (text: string, position: number): number => text.slice(0, position).split("\n").length;
