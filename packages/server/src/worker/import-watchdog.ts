/**
 * A thread that ends an import which keeps the main thread busy for too long: it takes the place where that is from the debugger of V8, and has V8
 * end what runs there. The main thread cannot do that for itself, because its own timers do not fire meanwhile.
 */
import { writeSync } from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";

export interface WatchdogData {
  readonly limitMs: number;
  /** One number, other than 0 from when on the thread sets about ending what keeps the main thread busy. */
  readonly isActing: Int32Array<SharedArrayBuffer>;
  /** What is said where even V8 cannot end it: the main thread waits for the system. The process is killed then. */
  readonly lastWords: string;
}

export interface WatchdogNews {
  /** `file:line`, innermost first, of what ran; without places that have no file. */
  readonly places: readonly string[];
}

interface Script {
  readonly scriptId: string;
  readonly url: string;
}

interface Paused {
  readonly callFrames: readonly { readonly location: { readonly scriptId: string; readonly lineNumber: number } }[];
}

/** The main thread's own timer is first where it can be. */
const afterMainMs = 250;
const killAfterMs = 10_000;

const { limitMs, isActing, lastWords } = workerData as WatchdogData;
setTimeout(endMain, limitMs + afterMainMs);

function endMain(): void {
  Atomics.store(isActing, 0, 1);
  // also keeps this thread alive: a session does not
  const lastResort = setTimeout(() => {
    writeSync(2, `${lastWords}\n`);
    process.kill(process.pid, "SIGKILL");
  }, killAfterMs);
  const urls = new Map<string, string>();
  const session = new Session();
  session.connectToMainThread();
  session.on("Debugger.scriptParsed", ({ params }: { params: Script }) => urls.set(params.scriptId, params.url));
  session.on("Debugger.paused", ({ params }: { params: Paused }) => {
    const places = params.callFrames.flatMap(({ location }) => {
      const url = urls.get(location.scriptId);
      return url ? `${url}:${location.lineNumber + 1}` : [];
    });
    session.post("Runtime.terminateExecution");
    session.post("Debugger.resume", () => {
      clearTimeout(lastResort);
      session.disconnect();
      parentPort?.postMessage({ places } satisfies WatchdogNews);
      // the main thread closes its side of the session in its own time, and must find this thread alive
      parentPort?.on("message", () => undefined);
    });
  });
  session.post("Debugger.enable", () => session.post("Debugger.pause"));
}
