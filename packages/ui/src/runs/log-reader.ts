/** Reads a log from its beginning, or from its last lines on, a page at a time; what has been read stays, since a log only grows. */
import type { LogLine } from "./queries.ts";

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly hasMore: boolean;
  /** Whether there are lines before these. */
  readonly hasEarlier: boolean;
}

/** Which lines are asked for next: those after a line, given its cursor (`null`: from the first on); with `tail`, the last ones. */
export interface Place {
  readonly after: string | null;
  readonly tail: boolean;
}

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
  /** Gives up the page that is being read. */
  readonly stop: () => void;
}

const unread: LogState = { lines: [], isAtEnd: false, hasEarlier: false, isReading: false, error: null };

export function createLogReader(fetchPage: (place: Place, signal: AbortSignal) => Promise<LogPage>, from: "start" | "tail" = "start"): LogReader {
  const listeners = new Set<() => void>();
  let state = unread;
  let reading: AbortController | null = null;
  const set = (changes: Partial<LogState>): void => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  const read = async (): Promise<void> => {
    if (reading !== null) return;
    const own = new AbortController();
    reading = own;
    set({ isReading: true });
    const after = state.lines.at(-1)?.cursor ?? null;
    const page = await fetchPage({ after, tail: after === null && from === "tail" }, own.signal).catch((error: Error) => error);
    if (own.signal.aborted) return;
    reading = null;
    if (page instanceof Error) {
      set({ isReading: false, error: page });
      return;
    }
    const lines = page.lines.length === 0 ? state.lines : [...state.lines, ...page.lines];
    set({ lines, isAtEnd: !page.hasMore, hasEarlier: after === null ? page.hasEarlier : state.hasEarlier, isReading: false, error: null });
  };
  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    read,
    stop() {
      reading?.abort();
      reading = null;
      state = { ...state, isReading: false };
    },
  };
}
