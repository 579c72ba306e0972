/** The type `Event`, and the subscriptions to events. */
import { builder } from "./builder.ts";
import { followRun } from "./follow-run.ts";
import { EventRef } from "./object-refs.ts";

builder.objectType(EventRef, {
  description: "An append-only fact.",
  fields: (t) => ({
    seq: t.exposeString("seq", { description: "Its place in the order of all events: a decimal number. Pass it as `after` to resume." }),
    at: t.expose("at", { type: "DateTime", description: "When it was recorded, by the clock of the database." }),
    kind: t.exposeString("kind", { description: "What happened, such as `materialization` or `step_started`." }),
    asset: t.exposeString("asset", { nullable: true, description: "Key of the asset that it is about; null where it is about none." }),
    partition: t.exposeString("partition", { nullable: true, description: "Its partition; null for an unpartitioned asset." }),
    run: t.id({ nullable: true, description: "Id of the run that it belongs to; null without one.", resolve: ({ runId }) => runId }),
    step: t.id({ nullable: true, description: "Id of the step that it belongs to; null without one.", resolve: ({ stepId }) => stepId }),
    data: t.expose("data", { type: "JSON", description: "The particulars; what they are depends on `kind`." }),
  }),
});

builder.subscriptionFields((t) => ({
  events: t.field({
    type: EventRef,
    description: "Every event in order, none missing and none twice: first those after `after`, then live.",
    args: { after: t.arg.string({ description: "`seq` of the last event that is known; live ones only when left out." }) },
    subscribe: (_, { after }, { events }) => events.follow(after ?? null),
    resolve: (event) => event,
  }),
  runEvents: t.field({
    type: EventRef,
    description: "Every event of one run in order, from its beginning or after `after`. Complete with the end of the run.",
    args: {
      id: t.arg.id({ required: true, description: "Id of the run." }),
      after: t.arg.string({ description: "`seq` of the last event that is known; from the beginning when left out." }),
    },
    subscribe: (_, { id, after }, { store, events }) => followRun({ store, events }, id, after ?? "0"),
    resolve: (event) => event,
  }),
}));
