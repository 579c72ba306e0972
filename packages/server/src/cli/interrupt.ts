/** Ctrl-C: the first one asks to stop, the second one forces it. */
import { exitCode } from "./exit-code.ts";

/** One keypress may arrive twice: from the terminal, and passed on by a parent process. Times in milliseconds. */
const sameKeypressMs = 300;

/** Tells a first wish to stop from a second one. */
export function createStopButton(onFirst: () => void, onSecond: () => void): () => void {
  let firstAt: number | null = null;
  return () => {
    const now = performance.now();
    if (firstAt === null) {
      firstAt = now;
      onFirst();
    } else if (now - firstAt > sameKeypressMs) onSecond();
  };
}

/** Aborted by the first SIGINT or SIGTERM; the second one ends the process. */
export function listenForInterrupt(): AbortSignal {
  const controller = new AbortController();
  const press = createStopButton(
    () => controller.abort(),
    () => process.exit(exitCode.interrupted),
  );
  process.on("SIGINT", press);
  process.on("SIGTERM", press);
  return controller.signal;
}
