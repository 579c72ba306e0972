/** One worker process under `dev`, as its supervisor sees it: it loads the definitions once, and ends when they are not needed any more. */
import { type ChildOptions, type End, startChild, stopChild } from "./child.ts";
import { WorkerNews, type WorkerOrder } from "./messages.ts";

type Loaded = Extract<WorkerNews, { kind: "loaded" | "failed" }>;
/** What is wrong with the code, or that the process ended over it. */
export type LoadFailure = Extract<WorkerNews, { kind: "failed" }> | End;
type Active = Extract<WorkerNews, { kind: "active" }>;

export interface WorkerProcess {
  /** By `performance.now()`. */
  readonly bornAt: number;
  readonly ended: Promise<End>;
  /** Makes ready what is likely to be imported: modules of packages by their URLs, of the user by their paths. */
  prepare(packages: readonly string[], modules: readonly string[]): void;
  /** Loads the definitions, with all that they import. A process that ends over it is an answer, too. */
  load(): Promise<Loaded | End>;
  /** Makes the definitions that were loaded the current ones, and starts to work. */
  activate(): Promise<Active | End>;
  /** Has it end when the runs that were planned on its definitions have. */
  retire(successor: string): void;
  stop(graceMs: number): Promise<void>;
  kill(): void;
}

/** Starts one, which waits for `load`. */
export function startWorkerProcess(options: ChildOptions): WorkerProcess {
  const started = startChild(options);
  const { child, ended } = started;
  const loaded = Promise.withResolvers<Loaded>();
  const active = Promise.withResolvers<Active>();
  child.on("message", (message) => {
    const { success, data } = WorkerNews.safeParse(message);
    if (!success) return;
    if (data.kind === "active") active.resolve(data);
    else loaded.resolve(data);
  });
  // an order to a process that is about to end reaches nobody
  const order = (given: WorkerOrder): void => void (child.connected && child.send(given, () => undefined));
  return {
    bornAt: performance.now(),
    ended,
    prepare: (packages, modules) => order({ kind: "prepare", packages: [...packages], modules: [...modules] }),
    load() {
      order({ kind: "load" });
      return Promise.race([loaded.promise, ended]);
    },
    activate() {
      order({ kind: "activate" });
      return Promise.race([active.promise, ended]);
    },
    retire: (successor) => order({ kind: "retire", successor }),
    stop: (graceMs) => stopChild(started, graceMs),
    kill: () => void child.kill("SIGKILL"),
  };
}
