/** The one stream of events, who is there to produce them, and what keeps the code in the files from being in force. */
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

export const brokenDefinitionsQuery = graphql(`
  query BrokenDefinitions {
    brokenDefinitions {
      problems {
        code
        message
        fix
        file
        line
        frame
      }
    }
  }
`);

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
