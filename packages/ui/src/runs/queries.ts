/** What the run pages, the run dock and the toasts ask and send. */
import { type FragmentOf, graphql } from "../graphql/graphql.ts";
import { problemFragment, stepErrorFragment } from "../graphql/queries.ts";

export const runSummaryFragment = graphql(`
  fragment RunSummary on Run {
    id
    status
    mode
    select
    launchedBy
    note
    createdAt
    startedAt
    endedAt
    waitingFor
    endedBecause {
      code
      message
    }
    counts {
      waiting
      running
      succeeded
      unchanged
      reused
      failed
      skipped
      blocked
      cancelled
    }
  }
`);
export type RunSummary = FragmentOf<typeof runSummaryFragment>;

export const runStepFragment = graphql(
  `
    fragment RunStep on Step {
      id
      ordinal
      wave
      action
      outcome
      reason
      attempts
      startedAt
      endedAt
      waitingFor
      progress
      worker
      asset {
        key
        isSource
      }
      error {
        ...StepErrorFields
      }
      materialization {
        id
        dataVersion
        rows
      }
    }
  `,
  [stepErrorFragment],
);
export type RunStep = FragmentOf<typeof runStepFragment>;

export const runQuery = graphql(
  `
    query Run($id: ID!, $after: String) {
      run(id: $id) {
        ...RunSummary
        steps(first: 100, after: $after) {
          edges {
            node {
              ...RunStep
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [runSummaryFragment, runStepFragment],
);

export const runsQuery = graphql(
  `
    query Runs($first: Int!, $after: String) {
      runs(first: $first, after: $after) {
        edges {
          node {
            ...RunSummary
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [runSummaryFragment],
);

export const openRunsQuery = graphql(`
  query OpenRuns {
    runs(first: 1, status: [QUEUED, RUNNING, CANCELLING]) {
      edges {
        node {
          id
        }
      }
    }
  }
`);

export const cancelRunMutation = graphql(
  `
    mutation CancelRun($id: ID!) {
      cancelRun(id: $id) {
        run {
          id
          status
        }
        problems {
          ...ProblemFields
        }
      }
    }
  `,
  [problemFragment],
);
