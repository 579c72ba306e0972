/** A line of a log: when, how much it matters, what it says, and its fields, which open as JSON. */
import { ChevronRight } from "lucide-react";
import type { CSSProperties, Ref } from "react";
import type { LogLevel } from "../graphql/words.ts";
import type { Tone } from "../status/presentation.ts";
import type { LogLine } from "./queries.ts";

const tones: { readonly [L in LogLevel]: Tone } = { TRACE: "missing", DEBUG: "missing", INFO: "running", WARN: "stale", ERROR: "failed" };

interface LogRowProps {
  readonly line: LogLine;
  readonly isLinked: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onLink: () => void;
  readonly showsAttempt: boolean;
  readonly showsAsset: boolean;
  readonly place: {
    readonly "data-index": number;
    readonly ref: Ref<HTMLLIElement>;
    readonly "aria-posinset": number;
    readonly "aria-setsize": number;
    readonly style: CSSProperties;
  };
}

export function LogRow({ line, isLinked, isOpen, onToggle, onLink, showsAttempt, showsAsset, place }: LogRowProps) {
  const { at, level, message, fields, attempt, stream, asset } = line;
  return (
    <li
      {...place}
      data-testid="log-line"
      data-level={level}
      data-tone={tones[level]}
      aria-current={isLinked ? "true" : undefined}
      className={`absolute inset-x-0 top-0 border-l-2 px-2 py-0.5 leading-5 ${isLinked ? "border-accent bg-accent-soft" : level === "WARN" || level === "ERROR" ? "border-tone-line" : "border-transparent"}`}
    >
      <div className="flex flex-wrap gap-x-2.5 sm:flex-nowrap">
        <a
          href={linkTo(line)}
          title="Link to this line"
          onClick={(event) => {
            event.preventDefault();
            onLink();
          }}
          className="shrink-0 rounded text-ink-3 tabular-nums hover:text-accent hover:underline"
        >
          {timeOf(at)}
        </a>
        <span className={`w-10 shrink-0 ${level === "INFO" ? "text-ink-3" : "font-medium text-tone"}`}>{level}</span>
        {showsAsset && <bdi className="max-w-48 shrink-0 truncate text-ink-2">{asset}</bdi>}
        {showsAttempt && (
          <span title={`Attempt ${attempt}`} className="shrink-0 text-ink-3">
            #{attempt}
          </span>
        )}
        {stream !== "log" && <span className="shrink-0 text-ink-3">{stream}</span>}
        <span dir="auto" className="min-w-0 grow basis-full break-words whitespace-pre-wrap sm:basis-0">
          {message}
          {fields !== null && (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={onToggle}
              className="ml-2 inline-flex max-w-full items-center gap-0.5 rounded px-1 align-bottom text-ink-3 hover:bg-accent-soft hover:text-ink"
            >
              <ChevronRight aria-hidden size={12} className={`shrink-0 ${isOpen ? "rotate-90" : ""}`} />
              <span className="sr-only">Fields</span>
              <bdi className="truncate">{!isOpen && short(JSON.stringify(fields))}</bdi>
            </button>
          )}
        </span>
      </div>
      {isOpen && <pre className="mt-1 mb-1.5 overflow-x-auto rounded bg-sunken p-2 whitespace-pre-wrap break-words">{JSON.stringify(fields, null, 2)}</pre>}
    </li>
  );
}

const shortest = 120;
const short = (text: string): string => (text.length > shortest ? `${text.slice(0, shortest)}…` : text);

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false });
const timeOf = (at: string): string => clock.format(new Date(at));

function linkTo({ cursor }: LogLine): string {
  const search = new URLSearchParams(window.location.search);
  search.set("line", cursor);
  return `?${search}`;
}
