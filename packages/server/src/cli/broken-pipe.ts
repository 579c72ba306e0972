/** A reader that has seen enough, such as `head`: what is written after that goes nowhere, and nothing fails for it. */
const gone = new AbortController();

/** Aborted once nobody reads the standard output any more: what only prints can stop then. */
export const nobodyReads = gone.signal;

/** A command that does more than print still comes to its end. */
export function tolerateBrokenPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      if (stream === process.stdout) gone.abort();
    });
  }
}
