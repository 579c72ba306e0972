/** Which assets of a selection take a config. */
import { graphql } from "../graphql/graphql.ts";

export const configSchemasQuery = graphql(`
  query ConfigSchemas($select: String!) {
    lineage(select: $select) {
      nodes {
        key
        configSchema
      }
    }
  }
`);
