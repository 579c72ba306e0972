/** What the asset page asks. */
import { type FragmentOf, graphql, type ResultOf } from "../graphql/graphql.ts";
import { stepErrorFragment } from "../graphql/queries.ts";
import { lineageNodeFragment } from "../lineage/queries.ts";

const linkFragment = graphql(`
  fragment LinkedAsset on AssetLink {
    input
    after
    asset {
      key
      status
      isSource
      isDefined
      columns {
        name
      }
      latest {
        at
      }
      lastObservation {
        at
      }
    }
  }
`);
export type AssetLink = FragmentOf<typeof linkFragment>;

export const checkResultFragment = graphql(
  `
    fragment CheckResultFields on CheckResult {
      name
      severity
      blocking
      passed
      message
      at
      metadata
      error {
        ...StepErrorFields
      }
    }
  `,
  [stepErrorFragment],
);
export type CheckResult = FragmentOf<typeof checkResultFragment>;

const codeChangeFragment = graphql(`
  fragment CodeChangeFields on CodeChange {
    kind
    name
    file
    line
    message
    diff {
      text
      omittedLines
    }
  }
`);
export type CodeChange = FragmentOf<typeof codeChangeFragment>;

export const assetQuery = graphql(
  `
    query Asset($key: String!) {
      asset(key: $key) {
        ...LineageNode
        codeCauses: causes {
          changes {
            ...CodeChangeFields
          }
        }
        owners
        tags
        metadata
        dataAsOf
        schema
        codeVersion
        configSchema
        declaredAt
        checks {
          name
          severity
          blocking
          description
          latest {
            ...CheckResultFields
          }
        }
        latest {
          id
          at
          computedAt
          outcome
          reason
          dataVersion
          rows
          bytes
          durationMs
          metadata
        }
        upstream {
          ...LinkedAsset
        }
        downstream {
          ...LinkedAsset
        }
      }
    }
  `,
  [lineageNodeFragment, linkFragment, checkResultFragment, codeChangeFragment],
);
export type Asset = NonNullable<ResultOf<typeof assetQuery>["asset"]>;

export const previewQuery = graphql(`
  query Preview($key: String!) {
    asset(key: $key) {
      preview(first: 100)
    }
  }
`);

export const materializationFragment = graphql(`
  fragment MaterializationRow on Materialization {
    id
    at
    outcome
    reason
    durationMs
    bytes
    rows
    metadata
    run {
      id
    }
  }
`);
export type MaterializationRow = FragmentOf<typeof materializationFragment>;

export const materializationsQuery = graphql(
  `
    query Materializations($key: String!, $after: String) {
      asset(key: $key) {
        materializations(first: 50, after: $after) {
          edges {
            node {
              ...MaterializationRow
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
  [materializationFragment],
);

/** The steps of this asset that failed, in whatever run. */
export const failedAttemptsQuery = graphql(
  `
    query FailedAttempts($key: String!, $after: String) {
      asset(key: $key) {
        steps(first: 50, after: $after, outcome: [FAILED]) {
          edges {
            node {
              id
              startedAt
              endedAt
              attempts
              run {
                id
              }
              error {
                ...StepErrorFields
              }
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
  [stepErrorFragment],
);

/** What people and outside systems did to it. */
export const byHandQuery = graphql(`
  query ByHand($key: String!, $after: String) {
    asset(key: $key) {
      byHand(first: 50, after: $after) {
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            seq
            at
            kind
            data
          }
        }
      }
    }
  }
`);
export type ByHand = NonNullable<ResultOf<typeof byHandQuery>["asset"]>["byHand"]["edges"][number]["node"];

export const observationFragment = graphql(
  `
    fragment ObservationRow on Observation {
      id
      at
      checkedAt
      dataVersion
      changed
      metadata
      error {
        ...StepErrorFields
      }
    }
  `,
  [stepErrorFragment],
);
export type ObservationRow = FragmentOf<typeof observationFragment>;

export const observationsQuery = graphql(
  `
    query Observations($key: String!, $after: String) {
      asset(key: $key) {
        observations(first: 50, after: $after) {
          edges {
            node {
              ...ObservationRow
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
  [observationFragment],
);

export const observeMutation = graphql(`
  mutation Observe($select: String!) {
    observe(select: $select) {
      observations {
        changed
        error {
          message
        }
        asset {
          key
        }
      }
      problems {
        message
      }
    }
  }
`);

export const acceptMutation = graphql(`
  mutation Accept($select: String!, $note: String!, $by: String) {
    accept(select: $select, note: $note, by: $by) {
      problems {
        message
        fix
      }
    }
  }
`);
