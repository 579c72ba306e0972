/** What the documents of `--json` hold at least: fields may be added, never changed. */
import { z } from "zod";

const ErrorShape = z.object({ name: z.string(), message: z.string(), stack: z.string().nullable() });
const Time = z.iso.datetime();
const CellShape = z.object({ asset: z.string(), partition: z.string().nullable() });
const StatusName = z.enum(["MISSING", "STALE", "UPSTREAM_STALE", "FRESH", "UNOBSERVED"]);
const RunStatus = z.enum(["QUEUED", "RUNNING", "CANCELLING", "SUCCEEDED", "FAILED", "CANCELLED"]);
const CauseShape = z.object({ code: z.string(), input: z.string().optional(), message: z.string(), partitions: z.array(z.string()).optional() });

const StatusCell = CellShape.extend({
  status: StatusName,
  causes: z.array(CauseShape),
  rootCauses: z.array(CellShape.extend({ code: z.string(), message: z.string() })),
  codeVersion: z.string(),
  dataVersion: z.string().nullable(),
  lastAttempt: z.object({ runId: z.string(), outcome: z.string(), at: Time, error: ErrorShape.nullable() }).nullable(),
});
const ComparedWith = z.enum(["working copy", "activated definitions"]);

export const StatusShape = z.object({
  cells: z.array(StatusCell),
  noLongerDefined: z.array(StatusCell.extend({ isDefined: z.literal(false) })),
  comparedWith: ComparedWith,
});

export const WhyShape = StatusCell.extend({
  isDefined: z.boolean(),
  chain: z.array(CellShape.extend({ status: StatusName, message: z.string() })),
  changes: z.array(
    z.object({
      ...{ asset: z.string(), kind: z.enum(["DECLARATION", "PACKAGE", "INPUT"]), change: z.enum(["CHANGED", "ADDED", "REMOVED"]), name: z.string() },
      ...{ file: z.string().nullable(), line: z.number().nullable(), through: z.string().nullable(), fromLine: z.number().nullable() },
      ...{ from: z.string().nullable(), to: z.string().nullable(), message: z.string() },
      diff: z.object({ text: z.string(), omittedLines: z.number() }).nullable(),
    }),
  ),
  comparedWith: ComparedWith,
});

const RunFacts = z.object({
  runId: z.string(),
  status: RunStatus,
  mode: z.enum(["STALE", "ALL"]),
  select: z.string(),
  launchedBy: z.string(),
  note: z.string().nullable(),
  retryOf: z.string().nullable(),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  endedBecause: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const RunsShape = z.object({ runs: z.array(RunFacts.extend({ counts: z.record(z.string(), z.number()).nullable() })), older: z.string().nullable() });

const LogLineShape = CellShape.extend({
  at: Time,
  stepId: z.string(),
  attempt: z.number(),
  level: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]),
  stream: z.enum(["log", "stdout", "stderr"]),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()).nullable(),
});

export const RunShape = RunFacts.extend({
  steps: z.array(
    CellShape.extend({
      outcome: z.string(),
      reason: z.string(),
      failedChecks: z.array(z.string()),
      attempts: z.number(),
      startedAt: Time.nullable(),
      endedAt: Time.nullable(),
      error: ErrorShape.nullable(),
    }),
  ),
  logs: z.array(LogLineShape).optional(),
});

export const ProblemsShape = z.object({
  problems: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(["error", "warning"]),
      message: z.string(),
      fix: z.string(),
      file: z.string().nullable(),
      line: z.number().nullable(),
    }),
  ),
});

export const AcceptedShape = z.object({ accepted: z.array(CellShape) });
export const WipedShape = z.object({ wiped: z.array(CellShape) });
export const CancelShape = z.object({ runId: z.string(), status: RunStatus });
export const MigrateShape = z.object({ applied: z.array(z.string()) });
export const GcShape = z.object({ values: z.number(), leftovers: z.number(), bytes: z.number(), dryRun: z.boolean() });
export const ExportShape = CellShape.extend({
  output: z.string(),
  kind: z.enum(["table", "value", "file", "files"]),
  files: z.number(),
  rows: z.number().nullable(),
});
