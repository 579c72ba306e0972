/** Carries out an observation request: looks at the sources and records the answer. */
import { type ExecutionEnvironment, observeSources } from "@headwater/core/engine";

/** A request that was answered already, or that does not exist, is left alone. */
export async function answerRequest(environment: ExecutionEnvironment, requestId: string, signal: AbortSignal): Promise<void> {
  const request = await environment.store.observationRequest(requestId);
  if (request === null || request.results !== null) return;
  const results = await observeSources(environment, request.assets, signal);
  await environment.store.answerObservations(requestId, results);
}
