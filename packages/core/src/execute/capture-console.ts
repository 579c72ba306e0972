/** Hands what code prints by `console` to whoever listens in its asynchronous context, however many do in one process. */
import { AsyncLocalStorage } from "node:async_hooks";
import { Console } from "node:console";
import { format } from "node:util";
import type { LogLevel, LogLine } from "../model/log-line.ts";

export interface Printed {
  readonly level: LogLevel;
  readonly stream: Exclude<LogLine["stream"], "log">;
  /** As the console would print it, without the line end. */
  readonly message: string;
}

/** The methods of a console that print, or that lead to something being printed. */
const levels = {
  ...{ log: "INFO", info: "INFO", dir: "INFO", dirxml: "INFO", table: "INFO", group: "INFO", groupCollapsed: "INFO", groupEnd: "INFO" },
  ...{ count: "INFO", countReset: "INFO", time: "INFO", timeLog: "INFO", timeEnd: "INFO" },
  ...{ trace: "TRACE", debug: "DEBUG", warn: "WARN", assert: "WARN", error: "ERROR" },
} as const satisfies Partial<Record<keyof Console, LogLevel>>;

type Method = keyof typeof levels;
/** Whatever the parameters are: they are passed on. */
type Call = (...parameters: never[]) => void;
type Print = (method: Method, parameters: readonly unknown[]) => void;

const listening = new AsyncLocalStorage<Print | undefined>();

/** Runs work; what it prints is handed over instead, also from whatever it leaves behind as long as any other work is captured. */
export async function capturingConsole<T>(print: (printed: Printed) => void, work: () => Promise<T>): Promise<T> {
  using _patch = patchConsole();
  return await listening.run(printer(print), work);
}

/** Runs what is not to be captured, such as whatever `print` calls. */
export const uncaptured = <T>(work: () => T): T => listening.run(undefined, work);

/** A console of its own: indentation, counters and timers of one listener are not those of another. */
function printer(print: (printed: Printed) => void): Print {
  let level: LogLevel = "INFO";
  let own: Console | undefined;
  const stream = (name: Printed["stream"]): NodeJS.WritableStream => {
    const write = (text: string): boolean => {
      print({ level, stream: name, message: text.replace(/\n$/, "") });
      return true;
    };
    return { write } as NodeJS.WritableStream;
  };
  return (method, parameters) => {
    own ??= new Console({ stdout: stream("stdout"), stderr: stream("stderr"), ignoreErrors: false, colorMode: false });
    level = levels[method];
    if (method === "trace") own.error(traceOf(parameters));
    else Reflect.apply(own[method], own, parameters);
  };
}

/** As `console.trace` prints it, without the frames of this file. */
function traceOf(parameters: readonly unknown[]): string {
  const trace = { name: "Trace", message: format(...parameters), stack: "" };
  Error.captureStackTrace(trace, patched.get("trace"));
  return trace.stack;
}

/** What stands in the place of the methods of the global console at the moment. */
const patched = new Map<Method, Call>();
let patches = 0;
let restore = (): void => undefined;

/** The methods of the global console, replaced while there is at least one such patch. */
function patchConsole(): Disposable {
  if (patches++ === 0) restore = replaceMethods(globalThis.console);
  return {
    [Symbol.dispose]() {
      if (--patches === 0) restore();
    },
  };
}

function replaceMethods(target: Record<Method, Call>): () => void {
  const originals = new Map<Method, Call>();
  for (const method of Object.keys(levels) as Method[]) {
    const original = target[method];
    const replacement: Call = function (this: unknown, ...parameters): void {
      const print = listening.getStore();
      if (print === undefined) Reflect.apply(original, this, parameters);
      else print(method, parameters);
    };
    originals.set(method, original);
    patched.set(method, replacement);
    target[method] = replacement;
  }
  return () => {
    // What somebody else put there since then is theirs. It may still call ours, which by then lets everything pass.
    for (const [method, original] of originals) if (target[method] === patched.get(method)) target[method] = original;
  };
}
