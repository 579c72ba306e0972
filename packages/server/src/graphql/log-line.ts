/** The type `LogLine`: a line that user code logged or printed. */
import { builder } from "./builder.ts";
import { LogLevelEnum } from "./enums.ts";
import { LogLineRef } from "./object-refs.ts";

builder.objectType(LogLineRef, {
  description: "A line that a step logged or printed. Secrets are left out.",
  fields: (t) => ({
    at: t.expose("at", { type: "DateTime", description: "When, by the clock of the worker." }),
    level: t.expose("level", { type: LogLevelEnum, description: "How much it matters." }),
    message: t.exposeString("message", { description: "The text." }),
    fields: t.expose("fields", { type: "JSON", nullable: true, description: "Structured particulars by name; null without any." }),
    attempt: t.exposeInt("attempt", { description: "Which attempt of the step, from 1." }),
    stream: t.exposeString("stream", { description: "`log` for `ctx.log`; `stdout` or `stderr` for what was printed." }),
    step: t.exposeID("stepId", { description: "Id of the step." }),
    asset: t.exposeString("asset", { description: "Key of the asset that was computed." }),
  }),
});
