/** Repeats a pass of work: at intervals, and at once when woken. Passes never overlap. */
import type { ProcessLog } from "./process-log.ts";

export interface LoopOptions {
  /** Names the work in the log. */
  readonly name: string;
  readonly pass: () => Promise<void>;
  /** Pause between passes, in milliseconds. */
  readonly everyMs: number;
  /** Shortest pause, however often it is woken. */
  readonly gapMs?: number;
  readonly log: ProcessLog;
}

export interface Loop extends AsyncDisposable {
  /** Asks for a pass now. Any number of calls during a pass lead to exactly one more. */
  wake(): void;
}

const longestBackoffMs = 10_000;

/** Starts with a pass at once. A pass that throws is reported once and tried again with growing pauses. Disposing waits for the current pass. */
export function startLoop({ name, pass, everyMs, gapMs = 0, log }: LoopOptions): Loop {
  const bell = createBell();
  let stopped = false;
  let failures = 0;

  const attempt = async (): Promise<void> => {
    try {
      await pass();
      if (failures > 0) log.recovered(name);
      failures = 0;
    } catch (error) {
      if (stopped) return;
      log.trouble(name, error);
      failures++;
    }
  };
  const rest = async (): Promise<void> => {
    if (failures > 0) return bell.pause(Math.min(everyMs * 2 ** failures, longestBackoffMs), false);
    if (gapMs > 0) await bell.pause(gapMs, false);
    await bell.pause(everyMs - gapMs, true);
  };
  const running = (async () => {
    while (!stopped) {
      bell.reset();
      await attempt();
      if (!stopped) await rest();
    }
  })();

  return {
    wake: bell.ring,
    async [Symbol.asyncDispose]() {
      stopped = true;
      bell.silence();
      await running;
    },
  };
}

/** A pause that a ring cuts short; a ring before the pause counts too. */
function createBell() {
  let rung = false;
  let silenced = false;
  let end: (() => void) | null = null;
  let audible = false;
  return {
    reset: () => {
      rung = false;
    },
    ring: () => {
      rung = true;
      if (audible) end?.();
    },
    silence: () => {
      silenced = true;
      end?.();
    },
    pause: (ms: number, listens: boolean): Promise<void> => {
      if (silenced || (listens && rung)) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          end = null;
          resolve();
        }
        audible = listens;
        end = done;
      });
    },
  };
}
