/** Waking readers in all processes: after a commit, without data; they go by sequence numbers. */
import type pg from "pg";
import type { ConnectionOptions } from "./connection.ts";
import { connectClient } from "./connection.ts";

const channel = "headwater";
/** A burst of commits wakes once. */
const coalesceMs = 5;
/** Readers look this often even when no signal reached them. */
const safetyNetMs = 1000;
const reconnectMs = 500;

export interface Notifier extends AsyncDisposable {
  signal(): void;
}

/**
 * `notify` inside a writing transaction would hold a database-wide lock while it commits (3,777 -> 1,176 transactions a second were
 * measured), so it has a connection of its own, whose commits need not reach the disk.
 */
export function createNotifier(options: ConnectionOptions): Notifier {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sending = Promise.resolve();
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const connected = await connectClient(options);
    connected.on("end", () => {
      if (client === connected) client = undefined;
    });
    await connected.query("set synchronous_commit = off");
    return connected;
  };
  const send = async (): Promise<void> => {
    try {
      client ??= await connect();
      await client.query(`notify ${channel}`);
    } catch {
      // Readers look each second all the same.
      client = undefined;
    }
  };
  const flush = (): void => {
    timer = undefined;
    sending = sending.then(send);
  };
  return {
    signal() {
      // A connection that was opened now, nobody would close.
      if (!closed) timer ??= setTimeout(flush, coalesceMs);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      if (timer !== undefined) {
        clearTimeout(timer);
        flush();
      }
      await sending;
      await client?.end();
    },
  };
}

export interface Listener extends AsyncDisposable {
  subscribe(wake: () => void): Promise<AsyncDisposable>;
}

/** One connection that listens for all subscribers of this process, from the first one on. */
export function createListener(options: ConnectionOptions): Listener {
  const wakers = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of wakers) wake();
  };
  let listening: { readonly ready: Promise<void>; close(): Promise<void> } | undefined;
  let safetyNet: NodeJS.Timeout | undefined;

  const stop = async (): Promise<void> => {
    clearInterval(safetyNet);
    const closing = listening?.close();
    listening = undefined;
    await closing;
  };
  return {
    async subscribe(wake) {
      // A set of its own entries: the same function may be subscribed twice.
      const entry = (): void => wake();
      wakers.add(entry);
      if (listening === undefined) {
        listening = keepListening(options, wakeAll);
        safetyNet = setInterval(wakeAll, safetyNetMs);
      }
      await listening.ready;
      return {
        async [Symbol.asyncDispose]() {
          if (wakers.delete(entry) && wakers.size === 0) await stop();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      wakers.clear();
      await stop();
    },
  };
}

/** Listens, and after a loss connects again until it is closed. `ready` is when the first try is over. */
function keepListening(options: ConnectionOptions, wake: () => void): { readonly ready: Promise<void>; close(): Promise<void> } {
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const listen = async (): Promise<void> => {
    retry = undefined;
    try {
      client = await connectClient(options);
      client.on("notification", wake);
      client.on("end", again);
      await client.query(`listen ${channel}`);
      wake();
    } catch {
      again();
    }
  };
  const again = (): void => {
    if (!closed) retry ??= setTimeout(tryAgain, reconnectMs);
  };
  const tryAgain = (): void => {
    trying = listen();
  };
  let trying = listen();
  return {
    ready: trying,
    async close() {
      closed = true;
      clearTimeout(retry);
      await trying;
      await client?.end();
    },
  };
}
