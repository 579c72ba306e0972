/** The type `Problem`: an expected failure, as data. */
import { HeadwaterError } from "@headwater/core/engine";
import { builder } from "./builder.ts";

export interface RequestProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly cells: readonly string[];
}

export const ProblemRef = builder.objectRef<RequestProblem>("Problem").implement({
  description: "Why nothing was done.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable name of the kind of failure, such as `SELECTION_EMPTY`; docs/errors.md lists all." }),
    message: t.exposeString("message", { description: "What is wrong, with the value that was found." }),
    fix: t.exposeString("fix", { description: "What to do next." }),
    cells: t.exposeStringList("cells", { description: "The cells that it is about, as `key` or `key@partition`; empty where it is about none." }),
  }),
});

/** Runs `work`; where it fails as expected, the failure comes back as a problem. Anything else is thrown on. */
export async function orProblem<T>(work: () => Promise<T>): Promise<T | { readonly problems: readonly RequestProblem[] }> {
  try {
    return await work();
  } catch (error) {
    if (!HeadwaterError.is(error) || error.kind === "system") throw error;
    return { problems: [problemOf(error)] };
  }
}

/** An expected failure as data. */
const problemOf = (error: HeadwaterError): RequestProblem => ({ code: error.code, message: error.message, fix: error.fix, cells: cellsOf(error) });

function cellsOf(error: HeadwaterError): readonly string[] {
  if (HeadwaterError.is(error, "PLAN_BLOCKED")) return error.details.blocked;
  if (HeadwaterError.is(error, "ACCEPT_REFUSED")) return error.details.refused.map((cell) => cell.replace(/ \([a-z ]+\)$/, ""));
  if (HeadwaterError.is(error, "ASSET_UNKNOWN") || HeadwaterError.is(error, "CONFIG_INVALID") || HeadwaterError.is(error, "CONFIG_UNKNOWN_ASSET"))
    return [error.details.key];
  return [];
}
