"use client";
/** Says how a run ended that was started in this tab, wherever the reader is by then. */
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { useLiveEvents } from "../live/live-provider.tsx";
import { runHref } from "../url/address.ts";
import { fetchRun } from "./options.ts";
import { countsText } from "./progress.ts";

const launchedHere = new Set<string>();

/** Remembers a run, so that its end is said. */
export const expectEndOf = (run: string): void => {
  launchedHere.add(run);
};

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
  useLiveEvents((events) => {
    for (const { kind, run } of events) {
      if (kind !== "run_ended" || run === null || !launchedHere.delete(run)) continue;
      void show(run).catch(() => toast("A run has ended.", { action: { label: "Show run", onClick: () => router.push(runHref(run)) } }));
    }
  });
  return null;
}
