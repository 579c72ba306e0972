/** What a run's page has in its address: the open tab, outcomes, and of the log its step, filter and line. */
import { type LogLevel, logLevels, type Outcome } from "../graphql/words.ts";
import { outcomes } from "../status/presentation.ts";
import { toggled } from "../ui/toggled.ts";
import { useSearch } from "../url/address.ts";

const tabs = ["steps", "time", "logs"] as const;
export type RunTab = (typeof tabs)[number];

export interface RunAddress {
  readonly tab: RunTab;
  /** Only steps with one of these; all where it is empty. */
  readonly shown: ReadonlySet<Outcome>;
  /** Ordinal of the step whose log is open; `null` for the log of all steps. */
  readonly step: number | null;
  readonly level: LogLevel | null;
  readonly text: string;
  /** Cursor of the line that the address points at. */
  readonly line: string | null;
  readonly openTab: (tab: RunTab) => void;
  readonly toggleOutcome: (outcome: Outcome) => void;
  readonly openLog: (step: number | null) => void;
  readonly setLevel: (level: LogLevel | null) => void;
  readonly setText: (text: string) => void;
  readonly setLine: (cursor: string) => void;
}

export function useRunAddress(): RunAddress {
  const { search, setSearch } = useSearch();
  const shown = new Set(search.getAll("outcome").filter((text): text is Outcome => text in outcomes));
  const step = search.get("step");
  return {
    tab: tabs.find((tab) => tab === search.get("tab")) ?? "steps",
    shown,
    step: step !== null && /^\d+$/.test(step) ? Number(step) : null,
    level: logLevels.find((level) => level === search.get("level")) ?? null,
    text: search.get("text") ?? "",
    line: search.get("line"),
    openTab: (tab) => setSearch({ tab: tab === "steps" ? null : tab }, true),
    toggleOutcome: (outcome) => setSearch({ outcome: [...toggled(shown, outcome)] }),
    openLog: (ordinal) => setSearch({ step: ordinal === null ? null : String(ordinal), line: null }, true),
    setLevel: (level) => setSearch({ level, line: null }),
    setText: (text) => setSearch({ text: text || null, line: null }),
    setLine: (cursor) => setSearch({ line: cursor }),
  };
}

/** Where the log of a step is, in a link. */
export const logHref = (run: string, step: number): string => `/runs/${encodeURIComponent(run)}?tab=logs&step=${step}`;
