/** Takes the lines of a step at once, and stores them some at a time. */
import type { NewLogLine } from "../model/log-line.ts";
import type { Store } from "../store/store.ts";
import { createLogQueue } from "./log-queue.ts";

export interface LogBuffer {
  /** Never waits and never fails. Without effect once the buffer was closed. */
  add(line: NewLogLine): void;
  /** Resolves when all lines are stored or given up: with how many were lost and why, where some were. Never rejects. */
  close(): Promise<{ readonly lines: number; readonly reason: unknown } | null>;
}

/** Sizes are in characters: of the messages, and of the fields as JSON. */
export const logLimits = {
  flushSize: 64 * 1024,
  flushAfterMs: 250,
  /** After a failure. */
  retryAfterMs: 1_000,
  /** At most in one write. */
  writeSize: 1024 * 1024,
  /** How long the end of a step waits for its log. */
  closeWithinMs: 5_000,
  /** For one attempt of a step: what goes beyond is counted, not kept. */
  lines: 1_000_000,
  size: 50_000_000,
};

/** @param limits Tests may give smaller ones. */
export function createLogBuffer(store: Pick<Store, "appendLogs">, limits: typeof logLimits = logLimits): LogBuffer {
  const queue = createLogQueue(store, limits.writeSize);
  const kept = { lines: 0, size: 0 };
  let beyond: { readonly first: NewLogLine; readonly lines: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!(await queue.send()) && !closed) flushLater(limits.retryAfterMs);
  };
  const flushLater = (ms: number): void => {
    timer ??= setTimeout(flush, ms).unref();
  };
  return {
    add(line) {
      if (closed) return;
      const size = line.message.length + (line.fields === null ? 0 : JSON.stringify(line.fields).length);
      kept.lines += 1;
      kept.size += size;
      if (beyond !== null || kept.lines > limits.lines || kept.size > limits.size) {
        beyond = { first: beyond?.first ?? line, lines: (beyond?.lines ?? 0) + 1 };
        return;
      }
      queue.push(line, size);
      flushLater(limits.flushAfterMs);
      if (queue.size >= limits.flushSize && queue.isIdle) void flush();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      if (beyond !== null) queue.push(noteOf(beyond, limits), 0);
      if (queue.length === 0) return null;
      await settledWithin(limits.closeWithinMs, async () => {
        // What is on its way may fail; then there is one more try.
        if (!(await queue.send()) || queue.length > 0) await queue.send();
      });
      return queue.length === 0 ? null : { lines: queue.length, reason: queue.failure ?? new Error("it took too long") };
    },
  };
}

/** The last line of a log that became too long. */
function noteOf({ first, lines }: { readonly first: NewLogLine; readonly lines: number }, limits: typeof logLimits): NewLogLine {
  const [most, size] = [limits.lines, limits.size].map((limit) => limit.toLocaleString("en-US"));
  const message = `${lines.toLocaleString("en-US")} further lines were not kept: a step keeps at most ${most} lines and ${size} characters.`;
  return { ...first, at: new Date(), level: "WARN", stream: "log", message, fields: null };
}

async function settledWithin(ms: number, work: () => Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work(), late]);
  clearTimeout(timer);
}
