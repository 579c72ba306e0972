"use client";
/** Says how a run ended that was started in this tab, wherever the reader is by then. */
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { toast } from "sonner";
import { useLiveEvents } from "../live/live-provider.tsx";
import { runHref } from "../url/address.ts";
import { fetchRun } from "./options.ts";
import { countsText } from "./progress.ts";

const launchedHere = new Set<string>();
/** Ends that nobody expected when they were heard: a quick run ends before this tab has learned its id. */
const heardEarly = new Set<string>();
const rememberedEnds = 100;
let tell: (run: string) => void = () => undefined;

/** Remembers a run, so that its end is said. */
export function expectEndOf(run: string): void {
  if (heardEarly.delete(run)) tell(run);
  else launchedHere.add(run);
}

function hear(run: string): void {
  if (launchedHere.delete(run)) {
    tell(run);
    return;
  }
  heardEarly.add(run);
  const [oldest] = heardEarly;
  if (heardEarly.size > rememberedEnds && oldest !== undefined) heardEarly.delete(oldest);
}

export function RunToasts() {
  const router = useRouter();
  const show = async (id: string): Promise<void> => {
    // Not through the cache: an answer on its way there may be from before the end.
    const run = await fetchRun(id);
    // A plan that changed is shown with its difference where it was confirmed.
    if (run === null || run.endedBecause?.code === "PLAN_CHANGED") return;
    const options = {
      description: run.endedBecause?.message ?? countsText(run.counts),
      action: { label: "Show run", onClick: () => router.push(runHref(id)) },
    };
    if (run.status === "SUCCEEDED") toast.success("Materialized", options);
    else if (run.status === "FAILED") toast.error("The run failed", { ...options, duration: 12_000 });
    else toast.warning("The run was cancelled", options);
  };
  useEffect(() => {
    tell = (run) => void show(run).catch(() => toast("A run has ended.", { action: { label: "Show run", onClick: () => router.push(runHref(run)) } }));
  });
  useLiveEvents((events) => {
    for (const { kind, run } of events) if (kind === "run_ended" && run !== null) hear(run);
  });
  return null;
}
