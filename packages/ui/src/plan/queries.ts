/** What the plan panel asks and sends. */
import { type FragmentOf, graphql } from "../graphql/graphql.ts";
import { causeFragment, problemFragment } from "../graphql/queries.ts";

export const planFragment = graphql(
  `
    fragment PlanFields on Plan {
      id
      select
      steps {
        asset
        wave
        action
        reason
        expectedMs
        missing
        causes {
          ...CauseFields
        }
        rootCauses {
          ...CauseFields
        }
      }
      notNeeded {
        asset
        reason
      }
      counts {
        run
        conditional
        held
        blocked
        notNeeded
      }
    }
  `,
  [causeFragment],
);
export type Plan = FragmentOf<typeof planFragment>;
export type PlannedStep = Plan["steps"][number];

export const planQuery = graphql(
  `
    query Plan($select: String!, $upstream: Boolean!, $mode: Mode!, $config: JSON!) {
      plan(select: $select, mode: $mode, upstream: $upstream, config: $config) {
        ...PlanFields
      }
    }
  `,
  [planFragment],
);

export const materializeMutation = graphql(
  `
    mutation Materialize($input: MaterializeInput!) {
      materialize(input: $input) {
        run {
          id
        }
        plan {
          ...PlanFields
        }
        problems {
          ...ProblemFields
        }
      }
    }
  `,
  [planFragment, problemFragment],
);
