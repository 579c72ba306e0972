/** What the asset page asks. */
import { type FragmentOf, graphql, type ResultOf } from "../graphql/graphql.ts";
import { stepErrorFragment } from "../graphql/queries.ts";
import { lineageNodeFragment } from "../lineage/queries.ts";

export const assetQuery = graphql(
  `
    query Asset($key: String!) {
      asset(key: $key) {
        ...LineageNode
        owners
        tags
        schema
        codeVersion
        configSchema
        declaredAt
        upstream {
          input
          after
          asset {
            key
            status
            isSource
          }
        }
        downstream {
          input
          after
          asset {
            key
            status
            isSource
          }
        }
      }
    }
  `,
  [lineageNodeFragment],
);
export type Asset = NonNullable<ResultOf<typeof assetQuery>["asset"]>;
export type AssetLink = Asset["upstream"][number];

export const previewQuery = graphql(`
  query Preview($key: String!) {
    asset(key: $key) {
      preview(first: 50)
    }
  }
`);

export const materializationFragment = graphql(`
  fragment MaterializationRow on Materialization {
    id
    at
    outcome
    reason
    dataVersion
    codeVersion
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
        materializations(first: 20, after: $after) {
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
        observations(first: 20, after: $after) {
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
