/** What the page of a materialization asks. */
import { checkResultFragment } from "../assets/queries.ts";
import { graphql, type ResultOf } from "../graphql/graphql.ts";

export const materializationQuery = graphql(
  `
    query Materialization($id: ID!) {
      materialization(id: $id) {
        id
        at
        computedAt
        outcome
        reason
        codeVersion
        codeParts {
          name
          version
        }
        config
        dataVersion
        durationMs
        bytes
        rows
        metadata
        asset {
          key
          isDefined
          isSource
          columns {
            name
          }
          schema
          codeVersion
          codeParts {
            name
            version
          }
          configSchema
          latest {
            id
            at
          }
        }
        run {
          id
          launchedBy
          note
        }
        step {
          attempts
          worker
        }
        provenance {
          gitCommit
          gitDirty
          host
          node
          headwater
          platform
        }
        checks {
          ...CheckResultFields
        }
        inputs(first: 1000) {
          edges {
            node {
              input
              version
              asset {
                key
                isSource
                isDefined
                columns {
                  name
                }
                latest {
                  id
                  at
                  dataVersion
                }
                lastObservation {
                  dataVersion
                  checkedAt
                }
              }
              source {
                id
                at
              }
              observation {
                at
                dataVersion
              }
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  `,
  [checkResultFragment],
);
export type Materialization = NonNullable<ResultOf<typeof materializationQuery>["materialization"]>;
export type MaterializationInput = Materialization["inputs"]["edges"][number]["node"];

export const storedQuery = graphql(`
  query Stored($id: ID!) {
    materialization(id: $id) {
      preview(first: 100)
    }
  }
`);
