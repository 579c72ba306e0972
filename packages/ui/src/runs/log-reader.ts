/** Reads a log a page at a time: from its beginning, from its last lines, or around a line, and from there on and back. What has been read stays, since a log only grows. */
import type { LogLine } from "./queries.ts";

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly hasMore: boolean;
  /** Whether there are lines before these. */
  readonly hasEarlier: boolean;
}

/** Which lines are asked for: those behind one line and ahead of another, given their cursors; the first of them, or with `tail` the last ones. */
export interface Place {
  /** `null`: from the first line on. */
  readonly after: string | null;
  /** `null`: up to the last line. */
  readonly before: string | null;
  readonly tail: boolean;
}

/** Where a log is taken up: at its first lines, at its last ones, or around the line with a cursor. */
export type LogStart = "start" | "tail" | { readonly line: string };

export interface LogState {
  readonly lines: readonly LogLine[];
  /** Whether all that was there at the last look has been read. */
  readonly isAtEnd: boolean;
  /** Whether lines before the first one were left out. */
  readonly hasEarlier: boolean;
  readonly isReading: boolean;
  readonly error: Error | null;
}

export interface LogReader {
  /** The same object as long as nothing changed. */
  readonly state: () => LogState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads the next page, also where there was none: there may be more by now. While it reads, does nothing. */
  readonly read: () => Promise<void>;
  /** Reads the page before the first line that has been read. While it reads, or where there is none, does nothing. */
  readonly readEarlier: () => Promise<void>;
  /** Gives up the page that is being read. */
  readonly stop: () => void;
}

const unread: LogState = { lines: [], isAtEnd: false, hasEarlier: false, isReading: false, error: null };

export function createLogReader(fetchPage: (place: Place, signal: AbortSignal) => Promise<LogPage>, from: LogStart = "start"): LogReader {
  const listeners = new Set<() => void>();
  let state = unread;
  let reading: AbortController | null = null;
  const set = (changes: Partial<LogState>): void => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  /** One at a time: what is asked for depends on what has been read. */
  const take = async (fetch: (signal: AbortSignal) => Promise<Partial<LogState>>): Promise<void> => {
    if (reading !== null) return;
    const own = new AbortController();
    reading = own;
    set({ isReading: true });
    const changes = await fetch(own.signal).catch((error: Error) => error);
    if (own.signal.aborted) return;
    reading = null;
    set(changes instanceof Error ? { isReading: false, error: changes } : { ...changes, isReading: false, error: null });
  };
  const readFirst = async (signal: AbortSignal): Promise<Partial<LogState>> => {
    const earlier = typeof from === "string" ? null : await fetchPage({ after: null, before: from.line, tail: true }, signal);
    const page = await fetchPage({ after: earlier?.lines.at(-1)?.cursor ?? null, before: null, tail: from === "tail" }, signal);
    const hasEarlier = (earlier ?? page).hasEarlier;
    return { lines: [...(earlier?.lines ?? []), ...page.lines], isAtEnd: !page.hasMore, hasEarlier };
  };
  const readOn = async (after: string, signal: AbortSignal): Promise<Partial<LogState>> => {
    const page = await fetchPage({ after, before: null, tail: false }, signal);
    return { lines: page.lines.length === 0 ? state.lines : [...state.lines, ...page.lines], isAtEnd: !page.hasMore };
  };
  const readBack = async (before: string, signal: AbortSignal): Promise<Partial<LogState>> => {
    const page = await fetchPage({ after: null, before, tail: true }, signal);
    return { lines: [...page.lines, ...state.lines], hasEarlier: page.hasEarlier };
  };
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async read() {
      const last = state.lines.at(-1);
      await take((signal) => (last === undefined ? readFirst(signal) : readOn(last.cursor, signal)));
    },
    async readEarlier() {
      const [first] = state.lines;
      if (first !== undefined && state.hasEarlier) await take((signal) => readBack(first.cursor, signal));
    },
    stop() {
      reading?.abort();
      reading = null;
      state = { ...state, isReading: false };
    },
  };
}
