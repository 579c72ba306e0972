/**
 * The workers under `dev`, one for each state of the code: another one is started when the code changes. The one before stays in force until the
 * new one has activated its definitions, and then lives until the runs that were planned on them have ended.
 */
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HeadwaterError, type ShownProblem } from "@headwater/core/engine";
import { stampOf } from "../../worker/user-code/reached-files.ts";
import { problemsOf } from "../shown-problem.ts";
import { durationText } from "../words.ts";
import { type ChildOptions, endText } from "./child.ts";
import { createMailbox, type Mailbox } from "./mailbox.ts";
import { createPauses } from "./pauses.ts";
import { type FileWatch, watchFiles } from "./watch-files.ts";
import { type LoadFailure, startWorkerProcess, type WorkerProcess } from "./worker-process.ts";

export interface GenerationsOptions {
  /** How a worker process is started. */
  readonly child: ChildOptions;
  /** Absolute path of the entry file. */
  readonly entry: string;
  readonly note: (line: string) => void;
  /** Told what is wrong with the code as it is now. */
  readonly onProblems: (problems: readonly ShownProblem[]) => Promise<void>;
}

/** What became of the first generation: definitions in force, problems that the user can mend, or a process that gave up. */
export type FirstGeneration = { readonly detail: string } | { readonly problems: number } | { readonly exitCode: number | null };

export interface Generations {
  readonly started: Promise<FirstGeneration>;
  /** Loads the code as it is now, whether it changed or not. */
  reload(): void;
  /** Asks all to end, and makes them end after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends them at once. */
  kill(): void;
}

interface State extends GenerationsOptions {
  readonly started: PromiseWithResolvers<FirstGeneration>;
  readonly stopping: AbortController;
  readonly wishes: Mailbox<Wish>;
  readonly watch: FileWatch;
  readonly pauseAfter: (aliveForMs: number) => number;
  /** All processes that live. */
  readonly alive: Set<WorkerProcess>;
  /** The one whose definitions are in force. */
  current: WorkerProcess | null;
  /** One that has loaded everything but the code. */
  spare: WorkerProcess | null;
  /** What the code consisted of, and what it imported from packages, when it was loaded last. */
  imported: { readonly modules: readonly string[]; readonly packages: readonly string[] };
}

/** That the code be loaded anew. */
interface Wish {
  readonly because: string;
}

/** The spare process for the next reload is started when this one is over and done with, in milliseconds. */
const spareAfterMs = 500;

export function startGenerations(options: GenerationsOptions): Generations {
  const wishes = createMailbox<Wish>();
  const watch = watchFiles((changed) => {
    // a spare process has read packages and settings as they were
    if (changed.some(isNoModule)) dropSpare(state);
    wishes.post({ because: changedText(changed) });
  });
  const state: State = {
    ...options,
    ...{ wishes, watch, stopping: new AbortController(), started: Promise.withResolvers<FirstGeneration>() },
    ...{ pauseAfter: createPauses(), alive: new Set(), current: null, spare: null, imported: { modules: [], packages: [] } },
  };
  watch.follow(new Map([[options.entry, stampOf(options.entry)]]));
  const succession = succeed(state);
  const close = (): void => {
    state.stopping.abort();
    wishes.close();
    watch[Symbol.dispose]();
  };
  return {
    started: state.started.promise,
    reload: () => wishes.post({ because: "Reloading the definitions." }),
    async stop(graceMs) {
      close();
      dropSpare(state);
      await Promise.all([...state.alive].map((process) => process.stop(graceMs)));
      await succession;
    },
    kill() {
      close();
      for (const process of state.alive) process.kill();
    },
  };
}

/** One generation after the other: which one is activated later was started later. */
async function succeed(state: State): Promise<void> {
  await generation(state);
  for (;;) {
    void keepSpare(state);
    const wish = await state.wishes.take();
    if (wish === null) return;
    const began = performance.now();
    state.note(wish.because);
    const detail = await generation(state);
    if (detail !== null) state.note(`The worker is ready: ${detail} (${durationText(performance.now() - began)}).`);
  }
}

/** Starts another worker from the code as it is now. What it says of itself; `null` where its definitions did not come into force. */
async function generation(state: State): Promise<string | null> {
  const { wishes, watch, started, stopping } = state;
  const process = takeSpare(state) ?? start(state);
  const loaded = await Promise.race([process.load(), wishes.filled()]);
  if (loaded !== undefined && "files" in loaded && !stopping.signal.aborted) watch.follow(new Map(loaded.files));
  // the code changed again meanwhile: what was loaded of it is not to come into force
  if (loaded === undefined || wishes.isFull || stopping.signal.aborted) {
    process.kill();
    return null;
  }
  if (!("packages" in loaded)) {
    await tellProblems(state, loaded);
    return null;
  }
  state.imported = { modules: loaded.files.map(([file]) => file), packages: loaded.packages };
  const active = await process.activate();
  if (!("kind" in active)) {
    started.resolve({ exitCode: active.code });
    void startAgain(state, process, endText(active));
    return null;
  }
  state.current?.retire(active.definitionsVersion);
  state.current = process;
  started.resolve(active);
  void process.ended.then((end) => {
    if (state.current !== process) return;
    state.current = null;
    void startAgain(state, process, endText(end));
  });
  return active.detail;
}

async function tellProblems({ entry, started, onProblems }: State, failed: LoadFailure): Promise<void> {
  const problems = "problems" in failed ? failed.problems : problemsOf(new HeadwaterError("ENTRY_ENDED", { path: entry, end: endText(failed), place: null }));
  await onProblems(problems);
  started.resolve({ problems: problems.length });
}

/** After a pause, where a process died of itself: the one in force, or one that was to be. */
async function startAgain({ stopping, wishes, note, pauseAfter }: State, process: WorkerProcess, ended: string): Promise<void> {
  if (stopping.signal.aborted) return;
  note(`The worker ended (${ended}).`);
  await sleep(pauseAfter(performance.now() - process.bornAt), undefined, { signal: stopping.signal }).catch(() => undefined);
  wishes.post({ because: "Starting a worker again." });
}

function start(state: State): WorkerProcess {
  const process = startWorkerProcess(state.child);
  state.alive.add(process);
  void process.ended.then(() => {
    state.alive.delete(process);
    if (state.spare === process) state.spare = null;
  });
  return process;
}

function takeSpare(state: State): WorkerProcess | null {
  const { spare } = state;
  state.spare = null;
  return spare;
}

async function keepSpare(state: State): Promise<void> {
  await sleep(spareAfterMs, undefined, { signal: state.stopping.signal }).catch(() => undefined);
  if (state.stopping.signal.aborted || state.spare !== null) return;
  state.spare = start(state);
  state.spare.prepare(state.imported.packages, state.imported.modules);
}

const dropSpare = (state: State): void => takeSpare(state)?.kill();

const isNoModule = (file: string): boolean => file.includes("/node_modules/") || file.endsWith(".json");

const changedText = ([first = "", ...more]: readonly string[]): string =>
  more.length === 0 ? `${basename(first)} changed.` : `${basename(first)} and ${more.length} more changed.`;
