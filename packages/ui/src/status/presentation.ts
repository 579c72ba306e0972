/** The one table of how statuses, outcomes and run statuses look: icon, words and colour, never colour alone. */
import {
  Archive,
  ArrowRightLeft,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDotDashed,
  CircleEllipsis,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  CopyCheck,
  Equal,
  Eraser,
  EyeOff,
  Handshake,
  LoaderCircle,
  type LucideIcon,
  Megaphone,
  OctagonX,
  SkipForward,
  TriangleAlert,
  Waves,
} from "lucide-react";
import type { Action, Outcome, RunStatus, Status } from "../graphql/words.ts";

/** Names of the colour tokens in `globals.css`. */
export type Tone = "fresh" | "stale" | "upstream" | "missing" | "failed" | "running";

export interface Presentation {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly meaning: string;
}

export const statuses: { readonly [S in Status]: Presentation } = {
  FRESH: { label: "Fresh", icon: CircleCheck, tone: "fresh", meaning: "Code and inputs are those of the last materialization." },
  STALE: { label: "Stale", icon: TriangleAlert, tone: "stale", meaning: "Its code, its inputs or its config have changed." },
  UPSTREAM_STALE: { label: "Upstream stale", icon: Waves, tone: "upstream", meaning: "Something upstream is stale; this may turn out fresh." },
  MISSING: { label: "Missing", icon: CircleDashed, tone: "missing", meaning: "Never materialized." },
  UNOBSERVED: { label: "Unobserved", icon: EyeOff, tone: "missing", meaning: "Nobody has looked at this source yet." },
};

export const outcomes: { readonly [O in Outcome]: Presentation } = {
  WAITING: { label: "Waiting", icon: Clock, tone: "missing", meaning: "Waits for its upstream or for a worker." },
  RUNNING: { label: "Running", icon: LoaderCircle, tone: "running", meaning: "Its function runs." },
  SUCCEEDED: { label: "Succeeded", icon: CircleCheck, tone: "fresh", meaning: "Its function ran and its output was stored." },
  UNCHANGED: { label: "Unchanged", icon: Equal, tone: "fresh", meaning: "Its inputs turned out identical: nothing had to run." },
  REUSED: {
    label: "Reused",
    icon: CopyCheck,
    tone: "fresh",
    meaning: "Nothing ran: an earlier computation with the same code, inputs and config was found, and its value was taken again. The value keeps its age.",
  },
  FAILED: { label: "Failed", icon: CircleX, tone: "failed", meaning: "Its function failed." },
  SKIPPED: { label: "Skipped", icon: SkipForward, tone: "stale", meaning: "Something upstream failed." },
  BLOCKED: {
    label: "Blocked",
    icon: OctagonX,
    tone: "stale",
    meaning: "It did not run, because it would have read something that was never materialized, or whose blocking check failed.",
  },
  CANCELLED: { label: "Cancelled", icon: Ban, tone: "missing", meaning: "The run was cancelled before it was done." },
};

export const runStatuses: { readonly [R in RunStatus]: Presentation } = {
  QUEUED: { label: "Queued", icon: Clock, tone: "missing", meaning: "Sources are observed, then the run is planned." },
  RUNNING: { label: "Running", icon: LoaderCircle, tone: "running", meaning: "Steps are running." },
  CANCELLING: { label: "Cancelling", icon: CircleSlash, tone: "stale", meaning: "Running steps are being stopped." },
  SUCCEEDED: { label: "Succeeded", icon: CircleCheck, tone: "fresh", meaning: "Every step ended well." },
  FAILED: { label: "Failed", icon: CircleX, tone: "failed", meaning: "At least one step failed." },
  CANCELLED: { label: "Cancelled", icon: Ban, tone: "missing", meaning: "The run was stopped before its end." },
};

export const actions: { readonly [A in Action]: Presentation } = {
  RUN: { label: "Runs", icon: CircleDotDashed, tone: "stale", meaning: "Runs: it is stale or missing." },
  CONDITIONAL: { label: "If inputs change", icon: CircleEllipsis, tone: "upstream", meaning: "Runs if what lies upstream of it comes out different." },
  HELD: {
    label: "Held",
    icon: CirclePause,
    tone: "missing",
    meaning: "It is launched by hand only: it runs when a selection names it by its key, or when everything is materialized whatever its status.",
  },
  BLOCKED: {
    label: "Blocked",
    icon: OctagonX,
    tone: "failed",
    meaning: "It cannot run: it would read something that was never materialized, or whose blocking check failed. Materialize that first, or include it.",
  },
};

/** What people and outside systems do to an asset, by the kind of the event. */
export const byHandKinds: { readonly [kind: string]: Presentation | undefined } = {
  accepted: {
    label: "Accepted",
    icon: Handshake,
    tone: "fresh",
    meaning: "Somebody said that what had changed needs no recomputation: the value counts as computed from what was there then. Nothing ran.",
  },
  wiped: { label: "Wiped", icon: Eraser, tone: "missing", meaning: "Somebody made it missing, so that the next plan computes it. Its history was kept." },
  reported: { label: "Reported", icon: Megaphone, tone: "upstream", meaning: "Somebody outside said what its data is now. The stored value stayed." },
  renamed: { label: "Renamed", icon: ArrowRightLeft, tone: "missing", meaning: "It took over what was recorded under its former key." },
};

/** What is known from history and no longer in the code. */
export const noLongerDefined: Presentation = {
  label: "No longer defined",
  icon: Archive,
  tone: "missing",
  meaning: "The code does not define it any more, so nothing computes it. Its history is kept; defined again unchanged, it is what it was.",
};

/** A source whose last look failed: its last version stays current. */
export const unreadable: Presentation = {
  label: "Cannot be read",
  icon: CircleX,
  tone: "failed",
  meaning: "The last look at this source failed. The version that was seen before stays the current one.",
};
