/** What can be done about how an asset stands, in words. */
import type { Asset } from "./queries.ts";

export interface NextStep {
  readonly text: string;
  /** The plan that does it, where one does. */
  readonly plan: "open" | "upstream" | null;
}

export function nextStep({
  isDefined,
  isSource,
  status,
  upstream,
  lastObservation,
}: Pick<Asset, "isDefined" | "isSource" | "status" | "upstream" | "lastObservation">): NextStep {
  const nothing = (text: string): NextStep => ({ text, plan: null });
  if (!isDefined) return nothing("Nothing, unless it is missed: then declare it again.");
  if (isSource) {
    if (lastObservation?.error) return nothing("Put right what the error names, then look again.");
    return nothing(
      status === "UNOBSERVED" ? "Look at it, or start a worker: it looks at all sources." : "Nothing: what reads it becomes stale by itself when it changes.",
    );
  }
  const waits = upstream.some(({ asset, after }) => !after && !asset.isSource && asset.status !== "FRESH");
  switch (status) {
    case "FRESH":
      return nothing("Nothing: it is up to date.");
    case "UPSTREAM_STALE":
      return { text: "Materialize what is stale upstream. If that comes out as it was, this needs no run.", plan: "upstream" };
    case "MISSING":
      return { text: waits ? "Materialize it, with what it reads." : "Materialize it.", plan: waits ? "upstream" : "open" };
    default:
      return { text: waits ? "Materialize it, with what is stale upstream." : "Materialize it.", plan: waits ? "upstream" : "open" };
  }
}
