/** A long-lived process and whoever started it: when to stop, and how to say that it is ready. */
import { z } from "zod";

/** What a child tells its supervisor. */
export const ReadyMessage = z.object({ kind: z.literal("ready"), detail: z.string() });

/** Tells the supervisor, where there is one, that this process does its work now. */
export const sayReady = (detail: string): void => {
  process.send?.({ kind: "ready", detail } satisfies z.infer<typeof ReadyMessage>);
};

/**
 * Resolves when the process is to stop: at SIGTERM, and when its supervisor is gone, so that no orphan stays. Alone it
 * also heeds Ctrl-C; under a supervisor it does not, because a terminal sends that to both.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => resolve();
    process.on("SIGTERM", stop);
    process.on("SIGINT", process.connected ? () => undefined : stop);
    process.on("disconnect", stop);
  });
}
