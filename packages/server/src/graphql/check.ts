/** The types `Check` and `CheckResult`: what an author holds an output to, and whether it held. */
import type { CheckNode, CheckResult } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import type { MaterializationView } from "./materialization-view.ts";
import { MaterializationRef, StepErrorRef } from "./object-refs.ts";

/** A result, and the materialization that carries it. */
export interface CheckResultView {
  readonly result: CheckResult;
  readonly materialization: MaterializationView;
}

export const CheckResultRef = builder.objectRef<CheckResultView>("CheckResult").implement({
  description: "What a check said of one materialization.",
  fields: (t) => ({
    name: t.string({ description: "Name of the check.", resolve: ({ result }) => result.name }),
    severity: t.string({ description: "`error` or `warn`, as it was then.", resolve: ({ result }) => result.severity }),
    blocking: t.boolean({ description: "Whether its failing kept what is below from running.", resolve: ({ result }) => result.blocking }),
    passed: t.boolean({ description: "Whether it held. A check that threw did not.", resolve: ({ result }) => result.passed }),
    message: t.string({ nullable: true, description: "What the check said; null if nothing.", resolve: ({ result }) => result.message }),
    error: t.field({ type: StepErrorRef, nullable: true, description: "What the check threw; null where it did not.", resolve: ({ result }) => result.error }),
    at: t.field({ type: "DateTime", description: "When it was recorded.", resolve: ({ materialization }) => materialization.at }),
    metadata: t.field({ type: "JSON", description: "What the check noted, by name.", resolve: ({ result }) => result.metadata }),
    materialization: t.field({
      type: MaterializationRef,
      nullable: true,
      description: "What was checked.",
      resolve: ({ materialization }) => materialization,
    }),
  }),
});

/** A check of an asset, and its latest result. */
export interface CheckView {
  readonly check: CheckNode;
  readonly latest: CheckResultView | null;
}

export const CheckRef = builder.objectRef<CheckView>("Check").implement({
  description: "What an author holds an output to.",
  fields: (t) => ({
    name: t.string({ description: "Its name, unique within the asset.", resolve: ({ check }) => check.name }),
    severity: t.string({ description: "`error`: a failure makes the run fail. `warn`: it is only shown.", resolve: ({ check }) => check.severity }),
    blocking: t.boolean({ description: "A failure keeps what is below from running.", resolve: ({ check }) => check.blocking }),
    description: t.string({ nullable: true, description: "What the author says about it; null if nothing.", resolve: ({ check }) => check.description }),
    latest: t.field({
      type: CheckResultRef,
      nullable: true,
      description: "What it said of the current materialization; null where it has not checked any.",
      resolve: ({ latest }) => latest,
    }),
  }),
});
