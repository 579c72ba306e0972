/** Says that this process is alive, which definitions it serves and how busy it is. */
import { hostname } from "node:os";
import { basename } from "node:path";
import { adoptScheme, type Store } from "@headwater/core/engine";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";
import { version } from "../version.ts";
import type { WorkingCopy } from "./load-definitions.ts";
import { rememberCode } from "./remember-code.ts";

const everyMs = 5_000;

export interface HeartbeatOptions {
  readonly store: Store;
  readonly id: string;
  readonly copy: WorkingCopy;
  /** How many steps it takes at once; none any more once it is stopping. */
  readonly slots: () => number;
  /** Steps that run now. */
  readonly running: () => number;
  readonly log: ProcessLog;
}

/** The name under which definitions are registered: the directory that they lie in. */
const locationName = (copy: WorkingCopy): string => basename(copy.root) || "root";

/** Makes definitions the current ones. */
export async function activate(store: Store, copy: WorkingCopy): Promise<void> {
  await rememberCode(store, copy);
  await adoptScheme(store, copy.serialized);
  await store.activate({ name: locationName(copy), definitions: copy.serialized, root: copy.root });
}

export interface Heartbeat extends AsyncDisposable {
  /** Says at once how it is. */
  beat(): Promise<void>;
}

/** Registers the worker and keeps it alive; disposing removes it. */
export async function startHeartbeat({ store, id, copy, slots, running, log }: HeartbeatOptions): Promise<Heartbeat> {
  const beat = (): Promise<void> =>
    store.heartbeat({
      id,
      tags: [],
      running: running(),
      slots: slots(),
      definitionsVersion: copy.serialized.version,
      codeLocation: locationName(copy),
      version,
      host: hostname(),
      pid: process.pid,
    });
  await beat();
  const loop = startLoop({ name: "heartbeat", pass: beat, everyMs, log });
  return {
    beat,
    async [Symbol.asyncDispose]() {
      await loop[Symbol.asyncDispose]();
      await store.removeWorker(id);
    },
  };
}
