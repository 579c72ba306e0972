/** The type `Materialization`: one successful computation, with exactly what went into it. */
import { previewStored } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { CheckResultRef } from "./check.ts";
import { maximumList, ordinalPosition, pageOf } from "./connection.ts";
import { MaterializationInputConnection } from "./connections.ts";
import { OutcomeEnum } from "./enums.ts";
import type { MaterializationView } from "./materialization-view.ts";
import { AssetRef, MaterializationInputRef, MaterializationRef, ObservationRef, RunRef, StepRef } from "./object-refs.ts";
import { recordedObservation } from "./observation-view.ts";
import { previewLimit } from "./preview-limit.ts";
import { ProvenanceRef } from "./provenance.ts";

builder.objectType(MaterializationRef, {
  description: "One successful computation of a cell. Immutable.",
  fields: (t) => ({
    id: t.exposeID("seq", { description: "Opaque." }),
    asset: t.field({ type: AssetRef, description: "What was computed.", resolve: ({ asset }) => ({ key: asset }) }),
    partition: t.exposeString("partition", { nullable: true, description: "Its partition; null for an unpartitioned asset." }),
    at: t.expose("at", { type: "DateTime", description: "When it was recorded, by the clock of the database." }),
    outcome: t.expose("outcome", { type: OutcomeEnum, description: "SUCCEEDED, or REUSED where an earlier value was taken over." }),
    reason: t.exposeString("reason", { description: "Why it was computed." }),
    run: t.field({
      type: RunRef,
      nullable: true,
      description: "The run that made it; null where it was reported from outside, and when the run is no longer recorded.",
      resolve: ({ runId }, _, { loaders }) => (runId === null ? null : loaders.run.load(runId)),
    }),
    step: t.field({
      type: StepRef,
      nullable: true,
      description: "The step that made it; null where it was reported from outside, and when the step is no longer recorded.",
      resolve: ({ stepId }, _, { loaders }) => (stepId === null ? null : loaders.step.load(stepId)),
    }),
    computedBy: t.field({
      type: StepRef,
      nullable: true,
      description:
        "The step that ran the function: that of another output of the same function, or of an earlier run, where it is not `step`. Null where nothing ran, and when the step is no longer recorded.",
      resolve: ({ computedBy }, _, { loaders }) => (computedBy === null ? null : loaders.step.load(computedBy)),
    }),
    codeVersion: t.string({ description: "Version of the code that computed it.", resolve: ({ trace }) => trace.codeVersion }),
    dataVersion: t.string({ description: "What the data is: by default a hash of the content.", resolve: ({ trace }) => trace.dataVersion }),
    computedAt: t.expose("computedAt", {
      type: "DateTime",
      description: "When the value was computed: earlier than `at` where it was taken over from an earlier computation.",
    }),
    durationMs: t.int({
      nullable: true,
      description: "How long it took, in milliseconds; null where it was reported from outside.",
      resolve: ({ durationMs }) => (durationMs === null ? null : Math.round(durationMs)),
    }),
    bytes: t.float({
      nullable: true,
      description: "Size of the stored value in bytes; null where nothing is stored.",
      resolve: ({ stored }) => stored?.bytes ?? null,
    }),
    rows: t.float({ nullable: true, description: "Rows of a table; null for any other value.", resolve: ({ stored }) => stored?.rows ?? null }),
    metadata: t.expose("metadata", {
      type: "JSON",
      description: "What the function noted, by name; of a table also `columns`: nulls, min, max and an estimate of distinct values by column.",
    }),
    provenance: t.field({
      type: ProvenanceRef,
      nullable: true,
      description: "Where and from which state of the code it was computed; null where that was not recorded.",
      resolve: ({ provenance }) => provenance,
    }),
    checks: t.field({
      type: [CheckResultRef],
      description: "What its checks said; empty without any.",
      resolve: (materialization) => materialization.checks.map((result) => ({ result, materialization })),
    }),
    preview: t.field({
      type: "JSON",
      nullable: true,
      description:
        'The stored value in short: `{ kind: "table", columns, rows, total }`, `{ kind: "files", files: { name, size, mediaType }[], total }` or `{ kind: "value", value }`; null where nothing is stored.',
      args: { first: t.arg.int({ description: "At most so many rows: 20 unless given, up to 1000." }) },
      resolve: ({ stored }, { first }, { values }) => {
        const limit = previewLimit(first);
        return stored === null ? null : previewStored(values, stored, limit);
      },
    }),
    inputs: t.field({
      type: MaterializationInputConnection,
      description: "What it was computed from.",
      args: { first: t.arg.int({ description: "At most so many: 20 unless given, up to 1000." }), after: t.arg.string({ description: "A cursor." }) },
      resolve: (materialization, args) => {
        const inputs = inputsOf(materialization);
        return pageOf(args, {
          maximum: maximumList,
          position: ordinalPosition,
          read: (limit, after) => inputs.slice(after === null ? 0 : after.ordinal + 1).slice(0, limit),
          positionOf: ({ position }) => ({ ordinal: position }),
        });
      },
    }),
  }),
});

/** Every upstream cell that was read; those that did not exist were not. */
const inputsOf = ({ trace }: MaterializationView) =>
  trace.inputs
    .flatMap((input) => input.cells.flatMap((cell) => (cell.version === null ? [] : [{ input, cell: { ...cell, version: cell.version } }])))
    .map((read, position) => ({ ...read, position }));

builder.objectType(MaterializationInputRef, {
  description: "One upstream cell that a materialization read, in the version that it read.",
  fields: (t) => ({
    input: t.string({ description: "Name of the input.", resolve: ({ input }) => input.input }),
    asset: t.field({
      type: AssetRef,
      description: "The upstream asset.",
      resolve: ({ input }) => ({ key: input.upstream }),
    }),
    partition: t.string({ nullable: true, description: "Its partition; null for an unpartitioned asset.", resolve: ({ cell }) => cell.partition }),
    version: t.string({ description: "The version that was read.", resolve: ({ cell }) => cell.version }),
    source: t.field({
      type: MaterializationRef,
      nullable: true,
      description: "The materialization that was read; null for a source.",
      resolve: ({ cell }, _, { loaders }) => (cell.seq === null ? null : loaders.materialization.load(cell.seq)),
    }),
    observation: t.field({
      type: ObservationRef,
      nullable: true,
      description: "The observation of the source that was read; null for a computed asset.",
      resolve: async ({ cell }, _, { loaders }) => {
        const observation = cell.seq === null ? null : await loaders.observation.load(cell.seq);
        return observation === null ? null : recordedObservation(observation);
      },
    }),
  }),
});

builder.queryField("materialization", (t) =>
  t.field({
    type: MaterializationRef,
    nullable: true,
    description: "One materialization, current or past; null where there is none with this id.",
    args: { id: t.arg.id({ required: true, description: "Its id." }) },
    resolve: (_, { id }, { loaders }) => loaders.materialization.load(id),
  }),
);
