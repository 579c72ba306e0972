"use client";
/** Keeps the cache current from the event stream, in batches of one animation frame, and tells how the connection stands. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { applyPatches, createRefresher } from "./apply.ts";
import { effectsOf } from "./effects.ts";
import type { LiveEvent } from "./queries.ts";
import { type Connection, openEventStream } from "./stream.ts";

type Listener = (events: readonly LiveEvent[]) => void;

const ConnectionContext = createContext<Connection>("connecting");
const ListenersContext = createContext<Set<Listener>>(new Set());

/** One stream per tab, opened with the page and closed with it. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");
  const [listeners] = useState(() => new Set<Listener>());
  useEffect(() => {
    const refresh = createRefresher(client);
    const batch = createBatch((events) => {
      const { patches, scopes } = effectsOf(events);
      applyPatches(client, patches);
      refresh(scopes);
      for (const listener of listeners) listener(events);
    });
    const close = openEventStream({
      onEvent: batch.add,
      onConnection: (next) => {
        setConnection(next);
        // What was asked before the stream was open may be from before an event that it does not bring any more, even where the answer is still under way.
        if (next === "live") void client.invalidateQueries();
      },
    });
    return () => {
      close();
      batch.stop();
    };
  }, [client, listeners]);
  return (
    <ConnectionContext value={connection}>
      <ListenersContext value={listeners}>{children}</ListenersContext>
    </ConnectionContext>
  );
}

/** Events of a hidden tab get no animation frame; a timer makes sure that they do not pile up. */
const hiddenTabMs = 500;

function createBatch(flush: Listener): { readonly add: (event: LiveEvent) => void; readonly stop: () => void } {
  let events: LiveEvent[] = [];
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
  };
  const run = (): void => {
    stop();
    const batch = events;
    events = [];
    flush(batch);
  };
  const add = (event: LiveEvent): void => {
    events.push(event);
    if (frame !== 0) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, hiddenTabMs);
  };
  return { add, stop };
}

export const useConnection = (): Connection => useContext(ConnectionContext);

/** Calls `listener` with every batch of events while the component is shown. */
export function useLiveEvents(listener: Listener): void {
  const listeners = useContext(ListenersContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const call: Listener = (events) => latest.current(events);
    listeners.add(call);
    return () => {
      listeners.delete(call);
    };
  }, [listeners]);
}
