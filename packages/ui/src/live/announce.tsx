"use client";
/** What changes without a click, said to screen readers: "3 of 12 materialized". */
import { useSyncExternalStore } from "react";

let message = "";
const listeners = new Set<() => void>();

/** Says `text` politely, once. */
export function announce(text: string): void {
  message = text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function LiveRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => message,
    () => "",
  );
  return (
    <div role="status" aria-live="polite" data-testid="live-region" className="sr-only">
      {text}
    </div>
  );
}
