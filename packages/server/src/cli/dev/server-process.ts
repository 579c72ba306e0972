/** The server under `dev`: kept running, started again whenever it dies. */
import { setTimeout as sleep } from "node:timers/promises";
import { ReadyMessage } from "../../supervised.ts";
import { type ChildOptions, endText, startChild, stopChild } from "./child.ts";
import { createPauses } from "./pauses.ts";

export interface KeptServer {
  /** Resolves with what it says of itself when it is ready for the first time, or with the exit code with which it gave up before. */
  readonly started: Promise<{ readonly detail: string } | { readonly exitCode: number }>;
  /** Asks it to end, and makes it end after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

export function keepServer(options: ChildOptions, note: (line: string) => void): KeptServer {
  const stopping = new AbortController();
  const started = Promise.withResolvers<Awaited<KeptServer["started"]>>();
  const pauseAfter = createPauses();
  let server: ReturnType<typeof startChild>;
  let isReady = false;
  const onMessage = (message: unknown): void => {
    const { success, data } = ReadyMessage.safeParse(message);
    if (!success) return;
    if (isReady) note(`The server is ready: ${data.detail}.`);
    isReady = true;
    started.resolve({ detail: data.detail });
  };
  const supervised = (async () => {
    while (!stopping.signal.aborted) {
      const bornAt = performance.now();
      server = startChild(options);
      server.child.on("message", onMessage);
      const ended = await server.ended;
      if (stopping.signal.aborted) return;
      if (!isReady && ended.code !== null) return started.resolve({ exitCode: ended.code });
      note(`The server ended (${endText(ended)}). Starting it again.`);
      await sleep(pauseAfter(performance.now() - bornAt), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    started: started.promise,
    async stop(graceMs) {
      stopping.abort();
      await stopChild(server, graceMs);
      await supervised;
    },
    kill: () => {
      stopping.abort();
      server.child.kill("SIGKILL");
    },
  };
}
