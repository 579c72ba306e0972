/** Fragments that several features show. */
import { type FragmentOf, graphql } from "./graphql.ts";

export const causeFragment = graphql(`
  fragment CauseFields on Cause {
    code
    asset
    input
    upstream
    message
    from
    to
  }
`);
export type Cause = FragmentOf<typeof causeFragment>;

export const stepErrorFragment = graphql(`
  fragment StepErrorFields on StepError {
    name
    message
    fix
    stack
    cause {
      name
      message
      stack
      cause {
        name
        message
        stack
        cause {
          name
          message
          stack
        }
      }
    }
  }
`);

/** An error with its chain of causes, as deep as the document asks. */
export interface StepError {
  readonly name: string;
  readonly message: string;
  /** Set where Headwater reports it on purpose. */
  readonly fix?: string | null;
  readonly stack: string | null;
  readonly cause?: StepError | null;
}

export const problemFragment = graphql(`
  fragment ProblemFields on Problem {
    code
    message
    fix
    cells
  }
`);
export type Problem = FragmentOf<typeof problemFragment>;
