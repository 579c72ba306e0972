/** The one stream of events, and who is there to produce them. */
import { graphql, type ResultOf } from "../graphql/graphql.ts";

export const eventsSubscription = graphql(`
  subscription Events($after: String) {
    events(after: $after) {
      seq
      at
      kind
      asset
      run
      step
      data
    }
  }
`);
export type LiveEvent = ResultOf<typeof eventsSubscription>["events"];

export const workersQuery = graphql(`
  query Workers {
    workers {
      id
      running
      slots
      codeLocation
      version
    }
    codeLocation {
      name
      version
      activatedAt
    }
  }
`);
