/** The type `StepError`: an error with its chain of causes. */
import { fixOf } from "../fix-of.ts";
import { builder } from "./builder.ts";
import { StepErrorRef } from "./object-refs.ts";

builder.objectType(StepErrorRef, {
  description: "What user code threw, or why it could not be run.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Name of the error's class." }),
    message: t.exposeString("message", { description: "What went wrong." }),
    fix: t.string({
      nullable: true,
      description: "What to do about it, where Headwater reports it on purpose (and the stack says nothing); null for what user code threw.",
      resolve: (error) => fixOf(error),
    }),
    stack: t.exposeString("stack", { nullable: true, description: "Where in the code; null where that is not known." }),
    cause: t.expose("cause", { type: StepErrorRef, nullable: true, description: "The error behind it; null without one." }),
  }),
});
