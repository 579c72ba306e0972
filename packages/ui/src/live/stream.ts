/** The connection to the event stream: opens it, opens it again after a loss where it stopped, and says how it stands. */
import { print } from "graphql";
import { eventsSubscription, type LiveEvent } from "./queries.ts";

export type Connection = "connecting" | "live" | "reconnecting";

export interface StreamHandlers {
  readonly onEvent: (event: LiveEvent) => void;
  readonly onConnection: (connection: Connection) => void;
}

const firstDelayMs = 300;
const longestDelayMs = 5_000;

/** An EventSource that reopens itself would ask for its first `after` again: this one asks for the last. Returns what closes it. */
export function openEventStream({ onEvent, onConnection }: StreamHandlers): () => void {
  let after: string | null = null;
  let delay = firstDelayMs;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    source = new EventSource(urlAfter(after));
    source.addEventListener("open", () => {
      delay = firstDelayMs;
      onConnection("live");
    });
    source.addEventListener("next", (message) => {
      const event = eventIn(message.data);
      // Refused: it knows no such event, because the database is another one. Then from now on; all is asked again anyway.
      after = event?.seq ?? null;
      if (event !== undefined) onEvent(event);
    });
    source.addEventListener("complete", reopen);
    source.addEventListener("error", reopen);
  };
  const reopen = (): void => {
    source?.close();
    onConnection("reconnecting");
    clearTimeout(timer);
    timer = setTimeout(open, delay);
    delay = Math.min(2 * delay, longestDelayMs);
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

const query = print(eventsSubscription);
const urlAfter = (after: string | null): string => `/graphql?${new URLSearchParams({ query, variables: JSON.stringify({ after }) })}`;

function eventIn(text: string): LiveEvent | undefined {
  return (JSON.parse(text) as { data?: { events: LiveEvent } | null }).data?.events;
}
