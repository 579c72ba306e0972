/** The store that remembers in memory: for tests, `materialize()` and instances without a database. */
import type { ValueStoreIdentity } from "../model/value-store-identity.ts";
import { workerTimeoutMs } from "../model/worker.ts";
import { byHand } from "./memory/by-hand.ts";
import { code } from "./memory/code.ts";
import { executing } from "./memory/executing.ts";
import { adoptFormerCells } from "./memory/former-cells.ts";
import { locking, statesOf } from "./memory/locked-run.ts";
import { logs } from "./memory/logs.ts";
import { lookingBack } from "./memory/looking-back.ts";
import { append, emptyState } from "./memory/memory-state.ts";
import { observing } from "./memory/observing.ts";
import { runs } from "./memory/runs.ts";
import { snapshots } from "./memory/snapshots.ts";
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
    ...code(),
    ...lookingBack(state),
    ...logs(),
    ...snapshots(state),
    async activate(location) {
      const { name, definitions } = location;
      const changed = state.location?.definitions.version !== definitions.version || state.location.name !== name;
      state.location = { ...location, activatedAt: changed ? now() : (state.location?.activatedAt ?? now()) };
      adoptFormerCells(state, location.definitions);
      if (changed || state.broken !== null) append(state, { kind: "definitions_activated", data: { version: definitions.version, location: name } });
      state.broken = null;
    },
    async activeLocation() {
      return state.location;
    },
    async reportBroken(problems) {
      state.broken = { problems, reportedAt: now() };
      append(state, { kind: "definitions_broken", data: { problems: problems.length } });
    },
    async brokenDefinitions() {
      return state.broken;
    },
    async cells(assets) {
      return statesOf(state, assets);
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
    async events(after, limit, of) {
      if (of === undefined) return state.events.slice(Number(after), Number(after) + limit);
      const ofRun = state.events.slice(Number(after)).filter(({ runId, kind }) => runId === of.runId && (of.kind === undefined || kind === of.kind));
      return ofRun.slice(0, limit);
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
