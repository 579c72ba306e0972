/** The enumerations of the schema, each value with its meaning. */
import { builder } from "./builder.ts";

export const StatusEnum = builder.enumType("Status", {
  description: "How a cell stands. Exactly one, the first that applies.",
  values: {
    MISSING: { description: "Never materialized." },
    STALE: { description: "Code, inputs or config differ from those that the stored value was computed with; `causes` says which." },
    UPSTREAM_STALE: { description: "Nothing differs yet, but something upstream is missing or stale. It may turn out fresh once the upstream has run." },
    FRESH: { description: "Up to date." },
    UNOBSERVED: { description: "A source that nobody has looked at yet." },
  } as const,
});

export const ModeEnum = builder.enumType("Mode", {
  description: "What a run computes of its selection.",
  values: {
    STALE: { description: "Only what is missing or stale." },
    ALL: { description: "Everything, whatever its status." },
  } as const,
});

export const RunStatusEnum = builder.enumType("RunStatus", {
  description: "How far a run is.",
  values: {
    QUEUED: { description: "Not planned yet: its sources are being observed." },
    RUNNING: { description: "Planned; its steps are waiting or running." },
    CANCELLING: { description: "Asked to stop; steps that run are being stopped." },
    SUCCEEDED: { description: "Ended; no step failed." },
    FAILED: { description: "Ended; at least one step failed." },
    CANCELLED: { description: "Ended because somebody asked, or before it began; see `endedBecause`." },
  } as const,
});

export const OutcomeEnum = builder.enumType("Outcome", {
  description: "How a step stands, or how it ended.",
  values: {
    WAITING: { description: "Not started; see `waitingFor`." },
    RUNNING: { description: "A worker runs it." },
    SUCCEEDED: { description: "It ran and its output is stored." },
    UNCHANGED: { description: "Nothing had to run: its inputs turned out as they were." },
    REUSED: { description: "Nothing had to run: an earlier computation from the same code and inputs was taken over." },
    FAILED: { description: "It ran and failed; see `error`." },
    SKIPPED: { description: "Not run, because a step it depends on failed." },
    BLOCKED: { description: "Not run, because it reads something that was never materialized." },
    CANCELLED: { description: "Stopped, or never started, because the run was cancelled." },
  } as const,
});

export const ActionEnum = builder.enumType("Action", {
  description: "What a plan means to do with a cell.",
  values: {
    RUN: { description: "Its function runs." },
    CONDITIONAL: { description: "It runs if its inputs turn out changed, else it ends as UNCHANGED." },
    HELD: { description: "It would have to run, but is only run when it is named." },
    BLOCKED: { description: "It cannot run; `missing` names what it lacks." },
  } as const,
});

export const CauseCodeEnum = builder.enumType("CauseCode", {
  description: "What kind of difference makes a cell stale.",
  values: {
    CODE_CHANGED: { description: "The code is another than the one that computed the stored value." },
    INPUT_ADDED: { description: "An input was added." },
    INPUT_REMOVED: { description: "An input was removed." },
    MAPPING_CHANGED: { description: "An input is mapped to other partitions." },
    INPUT_CHANGED: { description: "The data of an input changed." },
    CONFIG_CHANGED: { description: "The standing config is another than the one of the stored value." },
    EXPIRED: { description: "The data is older than the asset's `maxAge`." },
    DRIFT: { description: "An outside report says that the data is another than what was stored." },
    MISSING: { description: "Among root causes only: the chain begins at a cell that was never materialized." },
  } as const,
});

export const RetryFromEnum = builder.enumType("RetryFrom", {
  description: "What a retry runs.",
  values: {
    FAILURE: { description: "Only what did not succeed." },
    START: { description: "The whole selection of the run." },
  } as const,
});

export const LogLevelEnum = builder.enumType("LogLevel", {
  description: "How much a line of a log matters, from least to most.",
  values: {
    TRACE: { description: "Every detail." },
    DEBUG: { description: "For whoever looks for a fault." },
    INFO: { description: "What happens; also everything that is written to the console." },
    WARN: { description: "Something is odd." },
    ERROR: { description: "Something went wrong." },
  } as const,
});
