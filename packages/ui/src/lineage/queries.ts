/** What the lineage page asks. */
import { type FragmentOf, graphql } from "../graphql/graphql.ts";
import { causeFragment, stepErrorFragment } from "../graphql/queries.ts";

/** All that a node, its causes and the side panel show. */
export const lineageNodeFragment = graphql(
  `
    fragment LineageNode on Asset {
      key
      group
      description
      kinds
      isSource
      isDefined
      status
      columns {
        name
        type
        nullable
        description
      }
      causes {
        ...CauseFields
      }
      rootCauses {
        ...CauseFields
      }
      latest {
        id
        at
        outcome
        dataVersion
        rows
      }
      lastAttempt {
        id
        outcome
        reason
        startedAt
        endedAt
        progress
        run {
          id
        }
        error {
          ...StepErrorFields
        }
      }
      lastObservation {
        at
        checkedAt
        dataVersion
        error {
          ...StepErrorFields
        }
      }
    }
  `,
  [causeFragment, stepErrorFragment],
);
export type LineageNode = FragmentOf<typeof lineageNodeFragment>;

export const lineageQuery = graphql(
  `
    query Lineage($select: String) {
      lineage(select: $select) {
        nodes {
          ...LineageNode
        }
        edges {
          from
          to
          input
          after
        }
      }
    }
  `,
  [lineageNodeFragment],
);

/** When the sources were last looked at: no event says so as long as they stay the same. */
export const checkedQuery = graphql(`
  query Checked($select: String) {
    lineage(select: $select) {
      nodes {
        key
        isSource
        lastObservation {
          checkedAt
          error {
            message
          }
        }
      }
    }
  }
`);

/** What selections can name. */
export const vocabularyQuery = graphql(`
  query Vocabulary($after: String) {
    assets(first: 1000, after: $after) {
      edges {
        node {
          key
          group
          kinds
          tags
          owners
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
