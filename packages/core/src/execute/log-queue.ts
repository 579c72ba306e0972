/** Lines that wait to be stored, in their order. */
import type { NewLogLine } from "../model/log-line.ts";
import type { Store } from "../store/store.ts";

export interface LogQueue {
  readonly length: number;
  readonly size: number;
  /** What the last write failed with; `null`: it did not. */
  readonly failure: unknown;
  /** Nothing is on its way, and nothing failed. */
  readonly isIdle: boolean;
  push(line: NewLogLine, size: number): void;
  /** Stores what waits, in its order; `false` where that failed. One write at a time: calls meanwhile share it. */
  send(): Promise<boolean>;
}

/** @param writeSize At most in one write, in the measure of `push`. */
export function createLogQueue(store: Pick<Store, "appendLogs">, writeSize: number): LogQueue {
  const waiting: { readonly line: NewLogLine; readonly size: number }[] = [];
  let size = 0;
  let failure: unknown = null;
  let sending: Promise<boolean> | null = null;
  const write = async (): Promise<void> => {
    let [lines, room] = [0, writeSize];
    for (const { size } of waiting) {
      if (lines > 0 && size > room) break;
      lines += 1;
      room -= size;
    }
    await store.appendLogs(waiting.slice(0, lines).map(({ line }) => line));
    waiting.splice(0, lines);
    size -= writeSize - room;
  };
  const sendAll = async (): Promise<boolean> => {
    try {
      while (waiting.length > 0) await write();
      failure = null;
    } catch (error) {
      failure = error;
    }
    return failure === null;
  };
  return {
    get length() {
      return waiting.length;
    },
    get size() {
      return size;
    },
    get failure() {
      return failure;
    },
    get isIdle() {
      return sending === null && failure === null;
    },
    push(line, itsSize) {
      waiting.push({ line, size: itsSize });
      size += itsSize;
    },
    send() {
      sending ??= sendAll().finally(() => {
        sending = null;
      });
      return sending;
    },
  };
}
