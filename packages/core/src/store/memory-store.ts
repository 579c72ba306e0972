/** The store that remembers in memory: for tests, `materialize()` and instances without a database. */
import type { ValueStoreIdentity } from "../model/value-store-identity.ts";
import { workerTimeoutMs } from "../model/worker.ts";
import { byHand } from "./memory/by-hand.ts";
import { executing } from "./memory/executing.ts";
import { locking, statesOf } from "./memory/locked-run.ts";
import { append, emptyState } from "./memory/memory-state.ts";
import { observing } from "./memory/observing.ts";
import { runs } from "./memory/runs.ts";
import type { Store } from "./store.ts";

/** @param now The clock of the store; tests may set it. */
export function createMemoryStore(now: () => Date = () => new Date()): Store {
  const state = emptyState(now);
  let bound: ValueStoreIdentity | null = null;
  return {
    ...runs(state),
    ...observing(state),
    ...executing(state),
    ...locking(state),
    ...byHand(state),
    async activate(location) {
      const changed = state.location?.definitions.version !== location.definitions.version || state.location.name !== location.name;
      state.location = { ...location, activatedAt: changed ? now() : (state.location?.activatedAt ?? now()) };
      if (changed) append(state, { kind: "definitions_activated", data: { version: location.definitions.version, location: location.name } });
    },
    async activeLocation() {
      return state.location;
    },
    async cells(assets) {
      return statesOf(state, assets);
    },
    async *keptValues() {
      for (const { stored } of [...state.materializations]) if (stored !== null) yield stored;
    },
    async bindValueStore(identity) {
      bound ??= identity;
      return bound;
    },
    async heartbeat(worker) {
      const known = state.workers.get(worker.id);
      state.workers.set(worker.id, { ...worker, startedAt: known?.startedAt ?? now(), heartbeatAt: now() });
      if (known === undefined) append(state, { kind: "worker_started", data: { worker: worker.id } });
    },
    async removeWorker(id) {
      if (state.workers.delete(id)) append(state, { kind: "worker_stopped", data: { worker: id } });
    },
    async workers() {
      return [...state.workers.values()].filter((worker) => worker.heartbeatAt.getTime() > now().getTime() - workerTimeoutMs);
    },
    async events(after, limit) {
      return state.events.slice(Number(after), Number(after) + limit);
    },
    async lastSeq() {
      return String(state.events.length);
    },
    async subscribe(wake) {
      state.wakers.add(wake);
      return { [Symbol.asyncDispose]: async () => void state.wakers.delete(wake) };
    },
    async [Symbol.asyncDispose]() {
      state.wakers.clear();
    },
  };
}
