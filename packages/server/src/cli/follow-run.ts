/** Follows a run that workers execute. Plans and dispatches, too, so that it goes on without a server. */
import { isFinished, type Run, type Store } from "@headwater/core/engine";
import { controlPass } from "../daemon/control-loop.ts";
import { createDispatcher } from "../dispatch/dispatcher.ts";
import { Interrupted } from "./report-error.ts";
import type { RunReporter } from "./run-reporter.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitUntil } from "./wait-until.ts";

export interface Following {
  readonly session: Session;
  readonly terminal: Terminal;
  readonly interrupt: AbortSignal;
  readonly reporter: RunReporter;
}

/** Resolves with the run when it has ended. An interrupt cancels it first. */
export async function followRun(following: Following, runId: string): Promise<Run> {
  const { session, terminal, interrupt, reporter } = following;
  const { store } = session;
  await using dispatcher = await createDispatcher(session.databaseUrl);
  const alarm = createAlarm(following);
  const ask = async (): Promise<Run | null> => {
    await controlPass(store, dispatcher);
    await reporter.tell();
    await alarm();
    return endedRun(store, runId);
  };
  try {
    return await waitUntil(store, interrupt, ask);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.note("Cancelling the run. Press Ctrl-C again to leave at once.");
    await store.requestCancel(runId);
    return waitUntil(store, new AbortController().signal, ask);
  }
}

async function endedRun(store: Store, runId: string): Promise<Run | null> {
  const run = await store.run(runId);
  return run !== null && isFinished(run.status) ? run : null;
}

/** Says once when the last worker has gone: the run then waits for another one. */
function createAlarm({ session, terminal }: Following): () => Promise<void> {
  let silent = false;
  return async () => {
    const abandoned = (await session.workers()).length === 0;
    if (abandoned && !silent) terminal.note("No worker is running any more: the run waits for one. Ctrl-C cancels it.");
    silent = abandoned;
  };
}
