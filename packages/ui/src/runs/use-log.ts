/** A log as it is read, and how to read on; it is looked at again and again while it may grow. */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { fetchLogPage, type LogRequest } from "./log-page.ts";
import { createLogReader, type LogStart, type LogState } from "./log-reader.ts";

/** How often a log that may grow is looked at. */
const lookEveryMs = 1_000;

interface Reading {
  readonly log: LogState;
  readonly read: () => void;
  readonly readEarlier: () => void;
}

/**
 * @param from the same object as long as it is the same place
 * @param isGrowing whether somebody may still write to it; when that ends, it is read to its end once more
 */
export function useLog({ run, step, level, search }: LogRequest, from: LogStart, isGrowing: boolean): Reading {
  const isOfStep = step !== undefined;
  const before = step?.before ?? null;
  const reader = useMemo(() => {
    const wanted = { run, step: isOfStep ? { before } : undefined, level, search };
    return createLogReader((place, signal) => fetchLogPage(wanted, place, signal), from);
  }, [run, isOfStep, before, level, search, from]);
  const log = useSyncExternalStore(reader.subscribe, reader.state, reader.state);
  useEffect(() => {
    void reader.read();
    return reader.stop;
  }, [reader]);
  useEffect(() => {
    const look = (): void => {
      if (reader.state().isAtEnd || reader.state().error !== null) void reader.read();
    };
    // Once it has ended, a page that was on its way may be from before the end: hence a last look after it.
    const timer = isGrowing ? setInterval(look, lookEveryMs) : setTimeout(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [reader, isGrowing]);
  const read = useCallback(() => void reader.read(), [reader]);
  const readEarlier = useCallback(() => void reader.readEarlier(), [reader]);
  return { log, read, readEarlier };
}
