/** Asks before something is done that cannot be taken back. */
import { createInterface } from "node:readline/promises";
import { HeadwaterError } from "@headwater/core/engine";
import { Interrupted } from "./report-error.ts";

/**
 * Asks at the terminal; anything but "y" or "yes" is no.
 * @param what Begins the error's sentence where nobody can be asked: "Wiping 3 cells".
 * @throws HeadwaterError `CONFIRMATION_NEEDED`
 * @throws Interrupted
 */
export async function confirm(question: string, what: string, interrupt: AbortSignal): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) throw new HeadwaterError("CONFIRMATION_NEEDED", { what });
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal in line mode gives Ctrl-C to the reader, not to the process.
  const interrupted = new AbortController();
  reader.on("SIGINT", () => interrupted.abort());
  try {
    const answer = await reader.question(`${question} [y/N] `, { signal: AbortSignal.any([interrupt, interrupted.signal]) });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (interrupt.aborted || interrupted.signal.aborted) throw new Interrupted();
    throw error;
  } finally {
    reader.close();
  }
}
