/** Says how far a run is, for those who do not see it. */
import { useEffect } from "react";
import { announce } from "../live/announce.tsx";
import { runStatuses } from "../status/presentation.ts";
import type { RunDetail } from "./options.ts";
import { countSteps } from "./progress.ts";

export function useRunAnnouncements(run: RunDetail | null | undefined): void {
  const text = run && run.steps.length > 0 ? progressText(run) : "";
  useEffect(() => {
    if (text !== "") announce(text);
  }, [text]);
}

function progressText(run: RunDetail): string {
  const counts = countSteps(run.steps);
  const more = [
    counts.unchanged > 0 && `${counts.unchanged} unchanged`,
    counts.failed > 0 && `${counts.failed} failed`,
    counts.skipped > 0 && `${counts.skipped} skipped`,
  ].filter(Boolean);
  const end = run.endedAt === null ? "" : ` The run ${runStatuses[run.status].label.toLowerCase()}.`;
  return `${[`${counts.succeeded + counts.reused} of ${run.steps.length} materialized`, ...more].join(", ")}.${end}`;
}
