/** The steps of a run in topological order, each with a bar for when and how long it ran. */
import { duration, plural } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { ErrorDetails } from "../status/error-details.tsx";
import { outcomes } from "../status/presentation.ts";
import { KeyLink } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { Card } from "../ui/page.tsx";
import type { RunDetail } from "./options.ts";
import { stepMs } from "./progress.ts";
import type { RunStep } from "./queries.ts";

export function RunSteps({ run }: { readonly run: RunDetail }) {
  const waves = [...Map.groupBy(run.steps, (step) => step.wave)].sort(([a], [b]) => a - b);
  return (
    <Card title="Steps" testId="run-steps" aside={<span className="text-xs text-ink-3">{plural(run.steps.length, "step")}</span>}>
      {run.steps.length === 0 && (
        <p className="text-ink-2">
          {run.endedAt === null ? "The steps come with the plan, once the sources have been looked at." : "There was nothing to do."}
        </p>
      )}
      {waves.map(([wave, steps]) => (
        <section key={wave} aria-label={`Wave ${wave + 1}`} className="mb-3 last:mb-0">
          <h3 className="mb-1 text-xs font-semibold tracking-wide text-ink-3 uppercase">Wave {wave + 1}</h3>
          <ol className="divide-y divide-line rounded-lg border border-line">
            {steps.map((step) => (
              <StepItem key={step.id} step={step} run={run} />
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}

function StepItem({ step, run }: { readonly step: RunStep; readonly run: RunDetail }) {
  return (
    <li data-testid="run-step" data-asset={step.asset.key} data-outcome={step.outcome} className="p-3">
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-[8rem_minmax(0,1fr)_11rem] sm:items-center">
        <div>
          <Badge as={outcomes[step.outcome]} />
        </div>
        <div className="min-w-0">
          <KeyLink assetKey={step.asset.key} />
          <p className="mt-0.5 text-xs leading-relaxed break-words text-ink-2">
            {step.reason !== step.error?.message && sentence(step.reason)}
            {step.attempts > 1 && ` ${step.attempts} attempts.`}
            {step.waitingFor && ` Waits for ${step.waitingFor}.`}
          </p>
        </div>
        <StepTime step={step} run={run} />
      </div>
      {step.error && (
        <div className="mt-2 sm:ml-36">
          <ErrorDetails error={step.error} />
        </div>
      )}
    </li>
  );
}

/** Where in the run the step ran, as a bar on the run's time. */
function StepTime({ step, run }: { readonly step: RunStep; readonly run: RunDetail }) {
  const now = useNow();
  const ms = stepMs(step, now);
  if (ms === null || step.startedAt === null || run.startedAt === null) return <p className="text-xs text-ink-3 sm:text-right">Did not run</p>;
  const start = Date.parse(run.startedAt);
  const whole = Math.max(1, (run.endedAt === null ? now : Date.parse(run.endedAt)) - start);
  const left = Math.min(98, Math.max(0, (100 * (Date.parse(step.startedAt) - start)) / whole));
  return (
    <div>
      <div aria-hidden data-tone={outcomes[step.outcome].tone} className="relative h-2 rounded-full bg-sunken">
        <span
          className="absolute h-full min-w-1 rounded-full bg-tone-line"
          style={{ left: `${left}%`, width: `${Math.min(100 - left, (100 * ms) / whole)}%` }}
        />
      </div>
      <p className="mt-1 text-xs text-ink-3 tabular-nums sm:text-right">
        {duration(ms)}
        {step.worker && <span className="sr-only"> on {step.worker}</span>}
      </p>
    </div>
  );
}
