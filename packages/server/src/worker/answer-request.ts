/** Carries out an observation request: looks at the sources and records the answer. */
import { type ExecutionEnvironment, observeSources } from "@headwater/core/engine";

/** Requests that this process is carrying out: a slow one is sent again, and must not take the place of others. */
const inHand = new Set<string>();

/** A request that was answered already, that is in hand, or that does not exist, is left alone. */
export async function answerRequest(environment: ExecutionEnvironment, requestId: string, signal: AbortSignal): Promise<void> {
  if (inHand.has(requestId)) return;
  inHand.add(requestId);
  try {
    const request = await environment.store.observationRequest(requestId);
    if (request === null || request.results !== null) return;
    const results = await observeSources(environment, request.assets, signal);
    await environment.store.answerObservations(requestId, results);
  } finally {
    inHand.delete(requestId);
  }
}
