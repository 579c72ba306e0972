/** What a worker process does under `dev`: waits until it is needed, loads, activates, works, and ends when it has a successor and nothing left to do. */
import { HeadwaterError } from "@headwater/core/engine";
import { createProcessLog } from "../../process-log.ts";
import { untilStopped } from "../../supervised.ts";
import { placeOf } from "../../worker/definition-problem.ts";
import { importLoader, loadDefinitions, type WorkingCopy } from "../../worker/load-definitions.ts";
import type { WorkerOptions } from "../../worker/start-worker.ts";
import { noteReached, reachedFiles } from "../../worker/user-code/reached-files.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { problemsOf } from "../shown-problem.ts";
import { countText } from "../words.ts";
import { type WorkerNews, WorkerOrder } from "./messages.ts";

export interface DevWorkerOptions extends Pick<WorkerOptions, "valuesDirectory" | "slots"> {
  readonly databaseUrl: string;
  /** Absolute path of the entry file. */
  readonly entry: string;
  readonly importTimeoutMs: number;
  /** How long running steps may go on when it is told to stop, in milliseconds. */
  readonly graceMs: number;
}

const waiting = "headwater worker (waiting)";
const working = "headwater worker";

export async function workUnderDev(options: DevWorkerOptions): Promise<ExitCode> {
  const stopped = untilStopped().then(() => null);
  const orders = listenForOrders();
  process.title = waiting;
  // all that is slow is there before it is needed
  const [{ startWorker }, { connectWorker }] = await Promise.all([import("../../worker/start-worker.ts"), import("../../worker/connect-worker.ts")]);
  const connecting = connectWorker(options.databaseUrl);
  // told where it is awaited
  connecting.catch(() => undefined);
  const { compileAhead, linkAhead, importedFromPackages } = await importLoader();
  const prepared = orders.prepare.then(({ packages, modules }) => {
    compileAhead(modules);
    return linkAhead(packages);
  });
  await Promise.race([stopped, orders.load, prepared]);
  if ((await Promise.race([stopped, orders.load])) === null) return exitCode.done;
  process.title = working;
  const copy = await loadOrTell(options);
  if (copy === null) return exitCode.usage;
  await tell({ kind: "loaded", files: [...reachedFiles()], packages: [...importedFromPackages()] });
  if ((await Promise.race([stopped, orders.activate])) === null) return exitCode.done;
  const { valuesDirectory, slots } = options;
  const log = createProcessLog();
  const worker = await startWorker({ copy, connections: await connecting, valuesDirectory, slots, watch: true, log });
  const { version: definitionsVersion, assets } = copy.serialized;
  await tell({ kind: "active", definitionsVersion, detail: `${countText(assets.length, "asset")}, ${countText(slots, "slot")}` });
  const retired = orders.retire.then(({ successor }) => worker.retire(successor));
  await Promise.race([stopped, retired]);
  await worker.stop(options.graceMs);
  return exitCode.done;
}

/** The definitions; `null` where they have problems, of which the supervisor was told. */
async function loadOrTell({ entry, importTimeoutMs }: DevWorkerOptions): Promise<WorkingCopy | null> {
  const failed = (error: unknown) => tell({ kind: "failed", files: [...reachedFiles()], problems: [...problemsOf(error)] });
  // user code that ends the process is still on the stack
  const onExit = (code: number) =>
    void failed(new HeadwaterError("ENTRY_ENDED", { path: entry, end: `exit code ${code}`, place: placeOf(new Error("ended")) }));
  process.once("exit", onExit);
  try {
    const copy = await loadDefinitions(entry, { importTimeoutMs });
    copy.code.files.forEach(noteReached);
    return copy;
  } catch (error) {
    await failed(error);
    return null;
  } finally {
    process.off("exit", onExit);
  }
}

/** Resolves when it was handed over. */
const tell = (news: WorkerNews): Promise<void> => new Promise((resolve) => void process.send?.(news, () => resolve()));

type Order<K extends WorkerOrder["kind"]> = Extract<WorkerOrder, { kind: K }>;

function listenForOrders() {
  const prepare = Promise.withResolvers<Order<"prepare">>();
  const load = Promise.withResolvers<Order<"load">>();
  const activate = Promise.withResolvers<Order<"activate">>();
  const retire = Promise.withResolvers<Order<"retire">>();
  process.on("message", (message) => {
    const order = WorkerOrder.parse(message);
    if (order.kind === "prepare") prepare.resolve(order);
    else if (order.kind === "load") load.resolve(order);
    else if (order.kind === "activate") activate.resolve(order);
    else retire.resolve(order);
  });
  return { prepare: prepare.promise, load: load.promise, activate: activate.promise, retire: retire.promise };
}
