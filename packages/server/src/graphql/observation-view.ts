/** One look at a source, with whether it found another version than the look before. */
import type { Observation } from "@headwater/core/engine";

export interface ObservationView {
  readonly observation: Observation;
  readonly changed: boolean;
}

/** A recorded observation. Only a changed version or a failure is recorded anew; a look that found the same is a later `checkedAt`. */
export const recordedObservation = (observation: Observation): ObservationView => ({ observation, changed: observation.error === null });
