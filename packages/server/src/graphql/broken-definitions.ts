/** The type `BrokenDefinitions` and its query: why the code that is in the files is not in force. */
import type { BrokenDefinitions, ShownProblem } from "@headwater/core/engine";
import { builder } from "./builder.ts";

const DefinitionProblemRef = builder.objectRef<ShownProblem>("DefinitionProblem").implement({
  description: "Something that is wrong with definitions.",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable name of the kind of problem; docs/errors.md lists all." }),
    message: t.exposeString("message", { description: "What is wrong, with the value that was found." }),
    fix: t.exposeString("fix", { description: "What to do next." }),
    asset: t.exposeString("asset", { nullable: true, description: "Key of the asset that it is about; null where it is about none, or about no valid key." }),
    file: t.exposeString("file", { nullable: true, description: "Where it stands, from the root of the definitions; null where no place is known." }),
    line: t.exposeInt("line", { nullable: true, description: "Line in `file`, from 1." }),
    frame: t.exposeString("frame", { nullable: true, description: "The code around that line, with line numbers and a mark, as it was when it was found." }),
  }),
});

const BrokenDefinitionsRef = builder.objectRef<BrokenDefinitions>("BrokenDefinitions").implement({
  description: "Definitions that could not be activated: those that were in force before still are.",
  fields: (t) => ({
    problems: t.expose("problems", { type: [DefinitionProblemRef], description: "All that is wrong, at least one." }),
    reportedAt: t.expose("reportedAt", { type: "DateTime", description: "When that was found." }),
  }),
});

builder.queryField("brokenDefinitions", (t) =>
  t.field({
    type: BrokenDefinitionsRef,
    nullable: true,
    description: "What is wrong with the code that `headwater dev` sees; null where it is in force.",
    resolve: (_root, _args, { store }) => store.brokenDefinitions(),
  }),
);
