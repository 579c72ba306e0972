/** The type `StepError`: an error with its chain of causes. */
import { builder } from "./builder.ts";
import { StepErrorRef } from "./object-refs.ts";

builder.objectType(StepErrorRef, {
  description: "What user code threw, or why it could not be run.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Name of the error's class." }),
    message: t.exposeString("message", { description: "What went wrong." }),
    stack: t.exposeString("stack", { nullable: true, description: "Where in the code; null where that is not known." }),
    cause: t.expose("cause", { type: StepErrorRef, nullable: true, description: "The error behind it; null without one." }),
  }),
});
