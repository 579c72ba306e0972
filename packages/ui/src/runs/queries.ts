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
      fix
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
      failedChecks
      computedWith {
        ordinal
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
        retryOf {
          id
        }
        failures {
          message
          count
          cells
        }
        steps(first: 500, after: $after) {
          edges {
            cursor
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

const logPageFragment = graphql(`
  fragment LogPage on LogLineConnection {
    edges {
      cursor
      node {
        at
        level
        message
        fields
        attempt
        stream
        asset
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
    }
  }
`);
/** A line of a log, with its cursor: its place, whatever the filter. */
export type LogLine = FragmentOf<typeof logPageFragment>["edges"][number]["node"] & { readonly cursor: string };

export const runLogQuery = graphql(
  `
    query RunLog($run: ID!, $first: Int!, $after: String, $before: String, $tail: Boolean!, $level: LogLevel, $search: String) {
      run(id: $run) {
        logs(first: $first, after: $after, before: $before, tail: $tail, level: $level, search: $search) {
          ...LogPage
        }
      }
    }
  `,
  [logPageFragment],
);

/** The log of the step that follows `$previousStep`, a step's cursor; of the first one without it. */
export const stepLogQuery = graphql(
  `
    query StepLog($run: ID!, $previousStep: String, $first: Int!, $after: String, $before: String, $tail: Boolean!, $level: LogLevel, $search: String) {
      run(id: $run) {
        steps(first: 1, after: $previousStep) {
          edges {
            node {
              logs(first: $first, after: $after, before: $before, tail: $tail, level: $level, search: $search) {
                ...LogPage
              }
            }
          }
        }
      }
    }
  `,
  [logPageFragment],
);

export const runsQuery = graphql(
  `
    query Runs($first: Int!, $after: String, $status: [RunStatus!], $asset: String) {
      runs(first: $first, after: $after, status: $status, asset: $asset) {
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

export const retryRunMutation = graphql(
  `
    mutation RetryRun($id: ID!, $from: RetryFrom!) {
      retryRun(id: $id, from: $from) {
        run {
          id
        }
        problems {
          ...ProblemFields
        }
      }
    }
  `,
  [problemFragment],
);
