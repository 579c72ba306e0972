/** Who executes the run of a command: a worker that serves the same definitions, else the command's own process. */
import { availableParallelism } from "node:os";
import { createResourcePool, type ExecutionEnvironment, HeadwaterError, provenanceOf, type Run } from "@headwater/core/engine";
import { readSecret } from "../config.ts";
import { createProcessLog } from "../process-log.ts";
import { activate, startHeartbeat } from "../worker/heartbeat.ts";
import { newCommandLineId } from "../worker/identity.ts";
import type { WorkingCopy } from "../worker/load-definitions.ts";
import { logLines } from "../worker/log-lines.ts";
import { runHere } from "../worker/run-here.ts";
import type { ProjectCommand } from "./command-context.ts";
import { requireEntry } from "./project.ts";
import type { RunReporter } from "./run-reporter.ts";

export interface RunExecutor extends AsyncDisposable {
  /** Whom the run is to name as its launcher. */
  readonly launchedBy: string;
  /** Resolves with the run when it has ended; an interrupt cancels it. */
  follow(runId: string, reporter: RunReporter): Promise<Run>;
}

/** @throws HeadwaterError `ENTRY_MISSING` where this process is to run steps and there are no definitions */
export async function chooseExecutor(project: ProjectCommand, { inline }: { readonly inline: boolean }): Promise<RunExecutor> {
  const { session, terminal } = project;
  const copy = await session.workingCopy();
  if (!inline && (await isServed(project, copy))) {
    const { followRun } = await import("./follow-run.ts");
    return { launchedBy: "cli", follow: (runId, reporter) => followRun({ ...project, reporter }, runId), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  if (copy === null) {
    requireEntry(session.project);
    throw new HeadwaterError("NO_DEFINITIONS", {});
  }
  if (!inline && (await session.workers()).length > 0) terminal.note("The running worker serves other definitions: the steps run in this process.");
  return executeHere(project, copy);
}

/** Whether a worker is alive that serves the definitions that are in the files, and decisions are made on those. */
async function isServed({ session }: ProjectCommand, copy: WorkingCopy | null): Promise<boolean> {
  const active = (await session.store.activeLocation())?.definitions.version;
  const wanted = copy?.serialized.version ?? active;
  return active === wanted && (await session.workers()).some((worker) => worker.definitionsVersion === wanted && worker.slots > 0);
}

async function executeHere({ session, terminal, interrupt }: ProjectCommand, copy: WorkingCopy): Promise<RunExecutor> {
  const { store, values } = session;
  const log = createProcessLog(terminal.note);
  const id = newCommandLineId();
  const slots = availableParallelism();
  const resources = createResourcePool(readSecret);
  const environment: ExecutionEnvironment = {
    definitions: copy.definitions,
    serialized: copy.serialized,
    store,
    values,
    root: copy.root,
    log: logLines(terminal.note),
    resources,
    provenance: provenanceOf(copy.root),
  };
  await activate(store, copy);
  await using building = new AsyncDisposableStack();
  building.use(resources);
  building.use(await startHeartbeat({ store, id, copy, slots: () => slots, running: () => 0, log }));
  const opened = building.move();
  return {
    launchedBy: id,
    follow: (runId, reporter) => {
      const remark = (): void => terminal.note("Cancelling the run. Press Ctrl-C again to leave at once.");
      interrupt.addEventListener("abort", remark, { once: true });
      return runHere({ environment, worker: id, slots, onProgress: reporter.tell, interrupt, log }, runId);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
