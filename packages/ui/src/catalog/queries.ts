/** What the catalog and the overview ask: every asset in a line. */
import { type FragmentOf, graphql } from "../graphql/graphql.ts";
import { causeFragment } from "../graphql/queries.ts";

export const catalogAssetFragment = graphql(
  `
    fragment CatalogAsset on Asset {
      key
      group
      description
      kinds
      owners
      tags
      isSource
      isDefined
      status
      dataAsOf
      columns {
        name
      }
      rootCauses(first: 3) {
        ...CauseFields
      }
      latest {
        id
        at
        rows
        bytes
      }
      lastAttempt {
        outcome
        endedAt
        run {
          id
        }
        error {
          message
        }
      }
      lastObservation {
        at
        checkedAt
        error {
          message
        }
      }
    }
  `,
  [causeFragment],
);
export type CatalogAsset = FragmentOf<typeof catalogAssetFragment>;

export const catalogQuery = graphql(
  `
    query Catalog($select: String, $after: String) {
      assets(select: $select, first: 500, after: $after) {
        edges {
          node {
            ...CatalogAsset
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [catalogAssetFragment],
);
