/** What looks at sources found, and the wishes to look. */
import { cellText, type Observation } from "../../model/cell.ts";
import type { NewObservation, RecordedObservation, Store } from "../store.ts";
import { append, cellOf, type MemoryState, setCell, wake } from "./memory-state.ts";

export function observing(state: MemoryState): Pick<Store, "recordObservations" | "requestObservations" | "observationRequest" | "answerObservations"> {
  return {
    async recordObservations(looks) {
      return looks.map((look) => recordOnce(state, look));
    },
    async requestObservations(assets, runId) {
      const request = { id: crypto.randomUUID(), assets, runId, requestedAt: state.now(), results: null, sentAt: null };
      state.requests.set(request.id, request);
      wake(state);
      return request;
    },
    async observationRequest(id) {
      return state.requests.get(id) ?? null;
    },
    async answerObservations(id, results) {
      const request = state.requests.get(id);
      if (request !== undefined && request.results === null) state.requests.set(id, { ...request, results });
      wake(state);
    },
  };
}

/** The same key twice is one look. */
function recordOnce(state: MemoryState, look: NewObservation): RecordedObservation {
  const key = look.idempotencyKey ?? null;
  const seq = key === null ? undefined : state.observationKeys.get(key);
  const known = seq === undefined ? undefined : state.observations.find((observation) => observation.seq === seq);
  if (known !== undefined) return { observation: known, changed: false };
  const recorded = record(state, look);
  if (key !== null) state.observationKeys.set(key, recorded.observation.seq);
  return recorded;
}

function record(state: MemoryState, look: NewObservation): RecordedObservation {
  const current = cellOf(state, look);
  const lastLook = state.looks.get(cellText(look));
  const latest = current.failedObservation ?? current.observation;
  if (latest !== null && lastLook !== undefined && look.startedAt < lastLook && lastLook <= state.now()) return { observation: latest, changed: false };
  state.looks.set(cellText(look), look.startedAt);
  return "error" in look.result ? recordFailure(state, look, look.result) : recordVersion(state, look, look.result);
}

type Failure = Extract<NewObservation["result"], { error: unknown }>;
type Version = Exclude<NewObservation["result"], Failure>;

function recordFailure(state: MemoryState, look: NewObservation, { error }: Failure): RecordedObservation {
  const known = cellOf(state, look).failedObservation;
  const checkedAt = state.now();
  if (known !== null && known.error?.message === error.message) {
    const observation = { ...known, checkedAt };
    replace(state, known, observation);
    setCell(state, look, { failedObservation: observation });
    return { observation, changed: false };
  }
  const { asset, partition } = look;
  const event = append(state, { kind: "observation_failed", asset, partition, data: { error: { ...error, cause: null } } });
  const observation: Observation = { asset, partition, seq: event.seq, at: event.at, checkedAt: event.at, dataVersion: null, error, metadata: {} };
  state.observations.push(observation);
  setCell(state, look, { failedObservation: observation });
  return { observation, changed: false };
}

function recordVersion(state: MemoryState, look: NewObservation, { dataVersion, metadata }: Version): RecordedObservation {
  const known = cellOf(state, look).observation;
  if (known !== null && known.dataVersion === dataVersion) {
    const observation = { ...known, checkedAt: state.now() };
    replace(state, known, observation);
    setCell(state, look, { observation, failedObservation: null });
    return { observation, changed: false };
  }
  const { asset, partition } = look;
  const event = append(state, { kind: "observation", asset, partition, data: { dataVersion, changed: true } });
  const observation: Observation = { asset, partition, seq: event.seq, at: event.at, checkedAt: event.at, dataVersion, error: null, metadata };
  state.observations.push(observation);
  setCell(state, look, { observation, failedObservation: null });
  return { observation, changed: true };
}

function replace(state: MemoryState, before: Observation, after: Observation): void {
  const index = state.observations.findIndex((observation) => observation.seq === before.seq);
  if (index >= 0) state.observations[index] = after;
}
