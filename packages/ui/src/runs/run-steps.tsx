/** The steps of a run in topological order, each with its outcome, reason, time and error; however many, only those in sight are in the document. */
import Link from "next/link";
import { duration } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { ErrorDetails } from "../status/error-details.tsx";
import { KeyLink } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Prose } from "../ui/prose.tsx";
import { materializationHref } from "../url/address.ts";
import type { PlacedStep } from "./options.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { usePageList } from "./page-list.ts";
import { stepMs } from "./progress.ts";
import { keyOfLine, type StepLine } from "./step-lines.ts";
import { logHref } from "./use-run-address.ts";

const heights = { wave: 36, step: 66 };

export function RunSteps({ run, lines }: { readonly run: string; readonly lines: readonly StepLine[] }) {
  const { list, shown, style, measure } = usePageList(
    lines.length,
    (at) => heights[lines[at]?.kind ?? "step"],
    (at) => keyOfLine(lines[at]),
  );
  return (
    <ol ref={list} aria-label="Steps" data-testid="run-steps" style={style} className="rounded-xl border border-line bg-surface">
      {shown.map(({ index, key }) => {
        const line = lines[index];
        const place = { "data-index": index, ref: measure, "aria-posinset": index + 1, "aria-setsize": lines.length };
        if (line === undefined) return null;
        return line.kind === "wave" ? (
          <li key={key} {...place} className="border-t border-line bg-sunken px-4 py-2 first:rounded-t-xl first:border-t-0">
            <h3 className="text-xs font-semibold tracking-wide text-ink-2 uppercase">Wave {line.wave + 1}</h3>
          </li>
        ) : (
          <li
            key={key}
            {...place}
            data-testid="run-step"
            data-asset={line.step.asset.key}
            data-outcome={line.step.outcome}
            className="border-t border-line px-4 py-2.5 first:border-t-0"
          >
            <StepItem step={line.step} run={run} />
          </li>
        );
      })}
    </ol>
  );
}

function StepItem({ step, run }: { readonly step: PlacedStep; readonly run: string }) {
  return (
    <>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
        <div>
          <OutcomeBadge outcome={step.outcome} />
        </div>
        <div className="min-w-0">
          <KeyLink assetKey={step.asset.key} />
          <p className="mt-0.5 text-xs leading-relaxed break-words text-ink-2">
            {step.reason !== step.error?.message && <Prose text={sentence(step.reason)} />}
            {step.attempts > 1 && ` ${step.attempts} attempts.`}
            {step.waitingFor && ` Waits for ${step.waitingFor}.`}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 text-xs sm:justify-end">
          <StepTime step={step} />
          {step.materialization && <StepLink href={materializationHref(step.materialization.id)}>Materialization</StepLink>}
          {(step.attempts > 0 || step.computedWith) && <StepLink href={logHref(run, step.computedWith?.ordinal ?? step.ordinal)}>Log</StepLink>}
        </div>
      </div>
      {step.failedChecks.length > 0 && (
        <p data-testid="failed-checks" className="mt-1.5 text-xs text-failed sm:ml-36">
          Failed {step.failedChecks.length === 1 ? "check" : "checks"}: <span className="font-medium">{step.failedChecks.join(", ")}</span>
        </p>
      )}
      {step.error && (
        <div className="mt-2 sm:ml-36">
          <ErrorDetails error={step.error} />
        </div>
      )}
    </>
  );
}

const StepLink = ({ href, children }: { readonly href: string; readonly children: string }) => (
  <Link href={href} prefetch={false} className="inline-flex min-h-6 items-center rounded text-accent hover:underline">
    {children}
  </Link>
);

function StepTime({ step }: { readonly step: PlacedStep }) {
  const ms = stepMs(step, useNow());
  if (ms === null) return null;
  return (
    <span className="text-ink-2 tabular-nums" title={step.worker === null ? undefined : `On ${step.worker}`}>
      {step.outcome === "RUNNING" && step.progress !== null && `${Math.round(100 * step.progress)} %, `}
      {duration(ms)}
    </span>
  );
}
