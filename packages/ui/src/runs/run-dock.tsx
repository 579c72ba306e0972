/** The run below the graph: its steps as they end, and what early cutoff spared. */
import { useQuery } from "@tanstack/react-query";
import { ArrowUpRight, ChevronDown, ChevronUp, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "../status/badge.tsx";
import { runStatuses } from "../status/presentation.ts";
import { IconButton } from "../ui/button.tsx";
import { runHref } from "../url/address.ts";
import { CancelButton } from "./cancel-button.tsx";
import { DockSteps } from "./dock-steps.tsx";
import { type RunDetail, runOptions } from "./options.ts";
import { countSteps, countsText, cutoffText } from "./progress.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { useRunAnnouncements } from "./use-run-announcements.ts";

interface RunDockProps {
  readonly id: string;
  readonly onSelect: (asset: string, toggle: boolean) => void;
  readonly onClose: () => void;
}

export function RunDock({ id, onSelect, onClose }: RunDockProps) {
  const { data: run, error } = useQuery(runOptions(id));
  const [isFolded, setFolded] = useState(false);
  useRunAnnouncements(run);
  // It never began: what matters is the new plan, which stands where the old one was confirmed.
  if (run?.endedBecause?.code === "PLAN_CHANGED") return null;
  return (
    <section
      aria-label="Run"
      data-testid="run-panel"
      data-run={id}
      data-status={run?.status}
      className="appear flex max-h-[40%] min-h-0 shrink-0 flex-col border-t border-line bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 sm:px-4">
        {run ? <RunHead run={run} /> : <p className="text-ink-2">{error ? error.message : run === null ? "There is no such run." : "Loading the run…"}</p>}
        <div className="ml-auto flex items-center gap-1">
          {run && <CancelButton run={run} />}
          {run !== null && (
            <>
              <Link
                href={runHref(id)}
                prefetch={false}
                className="inline-flex min-h-8 items-center gap-1 rounded-lg px-2 font-medium text-accent hover:bg-accent-soft"
              >
                Open run <ArrowUpRight aria-hidden size={14} />
              </Link>
              <IconButton
                icon={isFolded ? ChevronUp : ChevronDown}
                label={isFolded ? "Show the steps" : "Hide the steps"}
                aria-expanded={!isFolded}
                onClick={() => setFolded(!isFolded)}
              />
            </>
          )}
          <IconButton icon={X} label="Close the run" onClick={onClose} />
        </div>
      </header>
      {run && !isFolded && run.steps.length > 0 && <DockSteps steps={run.steps} onSelect={onSelect} />}
    </section>
  );
}

function RunHead({ run }: { readonly run: RunDetail }) {
  const counts = countSteps(run.steps);
  const cutoff = cutoffText(run.steps);
  return (
    <>
      <Badge as={runStatuses[run.status]} />
      <div className="flex min-w-40 grow basis-56 flex-col gap-1 sm:max-w-sm">
        <ProgressBar counts={counts} />
        <p className="text-xs text-ink-2" data-testid="run-counts">
          {run.steps.length === 0 ? (run.endedBecause?.message ?? runStatuses[run.status].meaning) : countsText(counts)}
        </p>
      </div>
      {cutoff && (
        <p data-testid="cutoff" className="text-xs font-medium text-fresh">
          {cutoff}
        </p>
      )}
    </>
  );
}
