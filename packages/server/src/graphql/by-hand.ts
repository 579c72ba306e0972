/** The mutations `accept` and `wipe`: what people say of cells. */
import { acceptCells, type CellRef, wipeCells } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { CellRef as CellObject } from "./object-refs.ts";
import { PartitionsInputRef, refusePartitions } from "./partitions-input.ts";
import type { RequestProblem } from "./problem.ts";
import { orProblem, ProblemRef } from "./problem.ts";
import type { CellView } from "./world.ts";
import { cellsOf, recordedAsset } from "./world.ts";

interface CellsPayload {
  readonly cells?: readonly CellView[];
  readonly problems: readonly RequestProblem[];
}

const AcceptPayloadRef = builder.objectRef<CellsPayload>("AcceptPayload").implement({
  description: "What was accepted, or why nothing was.",
  fields: (t) => ({
    cells: t.field({
      type: [CellObject],
      nullable: true,
      description: "Cells that were accepted, as they stand now; without those that were fresh anyway. Null where nothing was done.",
      resolve: ({ cells }) => cells ?? null,
    }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nothing was done; empty otherwise." }),
  }),
});

const WipePayloadRef = builder.objectRef<CellsPayload>("WipePayload").implement({
  description: "What was wiped, or why nothing was.",
  fields: (t) => ({
    cells: t.field({
      type: [CellObject],
      nullable: true,
      description: "Cells that were wiped, as they stand now; without those that were missing anyway. Null where nothing was done.",
      resolve: ({ cells }) => cells ?? null,
    }),
    problems: t.expose("problems", { type: [ProblemRef], description: "Why nothing was done; empty otherwise." }),
  }),
});

const authorArgument = "Who says so, by their own word: it is recorded beside the note. `graphql` unless given.";
const authorOf = (by: string | null | undefined): string => by?.trim() || "graphql";

builder.mutationFields((t) => ({
  accept: t.field({
    type: AcceptPayloadRef,
    description: "Says that a change needs no recomputation: the stale cells of a selection count as computed from what is there now. Recorded with the note.",
    args: {
      select: t.arg.string({ required: true, description: "A selection, such as `weather/hot_days`." }),
      note: t.arg.string({ required: true, description: "Why." }),
      by: t.arg.string({ description: authorArgument }),
    },
    resolve: (_, { select, note, by }, context) =>
      orProblem<CellsPayload>(async () => shown(context, await acceptCells(context.store, select, { by: authorOf(by), note }))),
  }),
  wipe: t.field({
    type: WipePayloadRef,
    description: "Makes the cells of a selection missing, so that the next plan computes them. Their history stays.",
    args: {
      select: t.arg.string({ required: true, description: "A selection, such as `weather/hot_days`." }),
      partitions: t.arg({ type: PartitionsInputRef, description: "Which partitions of the selected assets." }),
      note: t.arg.string({ description: "Why." }),
      by: t.arg.string({ description: authorArgument }),
    },
    resolve: (_, { select, partitions, note, by }, context) =>
      orProblem<CellsPayload>(async () => {
        refusePartitions(partitions);
        return shown(context, await wipeCells(context.store, select, { by: authorOf(by), note: note ?? null }));
      }),
  }),
}));

/** Cells as they stand after something was done to them. */
async function shown(context: GraphqlContext, cells: readonly CellRef[]): Promise<CellsPayload> {
  context.forget();
  const world = await context.world();
  return { cells: cells.flatMap(({ asset }) => cellsOf(world, recordedAsset(world, asset))), problems: [] };
}
