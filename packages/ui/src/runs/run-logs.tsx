/** What a run logged: of which step, which lines, and the lines. */
import { useState } from "react";
import { count, plural } from "../format/format.ts";
import { hasEnded, isOpen, type LogLevel } from "../graphql/words.ts";
import { Choice } from "../ui/choice.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";
import { LogExport } from "./log-export.tsx";
import { LogList } from "./log-list.tsx";
import type { LogStart, LogState } from "./log-reader.ts";
import { LogSearch } from "./log-search.tsx";
import type { PlacedStep, RunDetail } from "./options.ts";
import { StepChoice } from "./step-choice.tsx";
import { useLog } from "./use-log.ts";
import type { RunAddress } from "./use-run-address.ts";

const levels: readonly (readonly [LogLevel, string])[] = [
  ["TRACE", "All"],
  ["DEBUG", "Debug and above"],
  ["INFO", "Info and above"],
  ["WARN", "Warnings and errors"],
  ["ERROR", "Errors"],
];

export function RunLogs({ run, address }: { readonly run: RunDetail; readonly address: RunAddress }) {
  const step = run.steps.find(({ ordinal }) => ordinal === address.step);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StepChoice steps={run.steps} step={step} onChange={address.openLog} />
        <Choice label="Level" value={address.level ?? "TRACE"} choices={levels} onChange={(level) => address.setLevel(level === "TRACE" ? null : level)} />
        <LogSearch value={address.text} onChange={address.setText} />
      </div>
      {address.step !== null && step === undefined && (
        <p role="status" className="mb-2 text-ink-2">
          This run has no step with the number of this link. Here is the log of all its steps.
        </p>
      )}
      <OpenLog key={`${step?.ordinal} ${address.level} ${address.text}`} run={run} step={step} address={address} />
    </>
  );
}

interface OpenLogProps {
  readonly run: RunDetail;
  /** `undefined` for all steps. */
  readonly step: PlacedStep | undefined;
  readonly address: RunAddress;
}

function OpenLog({ run, step, address }: OpenLogProps) {
  const isGrowing = step === undefined ? isOpen(run.status) : !hasEnded(step.outcome);
  const { line } = address;
  const [sought, setSought] = useState(line);
  const [from, setFrom] = useState<LogStart>(line !== null ? { line } : isGrowing ? "tail" : "start");
  const wanted = { run: run.id, step, level: address.level, search: address.text };
  const { log, read, readEarlier } = useLog(wanted, from, isGrowing);
  const hasLine = line === null || log.lines.some(({ cursor }) => cursor === line);
  if (line !== sought) {
    setSought(line);
    // Another address: what lies between is not read for that, however much it is.
    if (line !== null && !hasLine) setFrom({ line });
  }
  if (log.lines.length === 0) {
    if (log.error !== null) return <ErrorState error={log.error} onRetry={read} />;
    if (!log.isAtEnd) return <Skeleton lines={8} />;
    return <p className="rounded-xl border border-line bg-surface px-4 py-10 text-center text-ink-2">{emptyText(step, address)}</p>;
  }
  return (
    <>
      <LogList
        key={typeof from === "string" ? from : `line ${from.line}`}
        log={log}
        read={read}
        readEarlier={readEarlier}
        isGrowing={isGrowing}
        from={from}
        onFrom={setFrom}
        line={line}
        onLine={address.setLine}
        showsAttempts={(step === undefined ? run.steps : [step]).some(({ attempts }) => attempts > 1)}
        showsAssets={step === undefined}
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <p data-testid="log-count" className="mr-auto text-xs text-ink-2">
          {countText(log, isGrowing)}
          {!hasLine && (typeof from !== "string" || (log.isAtEnd && !log.hasEarlier)) && " The line of this link is not among them."}
        </p>
        <LogExport wanted={wanted} name={`${(step?.asset.key ?? `run-${run.id}`).replaceAll("/", "-")}.log`} />
      </div>
      {log.error !== null && (
        <p role="alert" className="mt-1 text-xs text-failed">
          {log.error.message} {isGrowing ? "Trying again…" : <RetryRead onRetry={read} />}
        </p>
      )}
    </>
  );
}

const RetryRead = ({ onRetry }: { readonly onRetry: () => void }) => (
  <button type="button" onClick={onRetry} className="min-h-6 rounded underline">
    Try again
  </button>
);

function countText({ lines, isAtEnd, hasEarlier }: LogState, isGrowing: boolean): string {
  if (hasEarlier && isAtEnd) return `The last ${plural(lines.length, "line")}.`;
  if (hasEarlier) return `${count(lines.length)} lines read, and there are more before and after them.`;
  if (!isAtEnd) return `${count(lines.length)} lines read, and there are more.`;
  return isGrowing ? `${plural(lines.length, "line")} so far.` : `${plural(lines.length, "line")}.`;
}

function emptyText(step: PlacedStep | undefined, { level, text }: RunAddress): string {
  if (level !== null || text !== "") return "No line matches. Choose another level, or search for something else.";
  if (step === undefined) return "No step has logged anything.";
  if (step.computedWith) return "Its function is that of another step, which has the log.";
  if (step.outcome === "WAITING") return "It has not started yet; what it logs will appear here.";
  if (step.outcome === "RUNNING") return "It has logged nothing so far.";
  return step.attempts === 0 ? "Its function did not run, so it logged nothing." : "It logged nothing.";
}
