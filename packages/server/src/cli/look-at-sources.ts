/** Observes sources for a command: by a worker where one is running, else in this process. */
import { createResourcePool, HeadwaterError, observeSources, provenanceOf, type RecordedObservationSummary } from "@headwater/core/engine";
import { readSecret } from "../config.ts";
import { logLines } from "../worker/log-lines.ts";
import type { DefinitionsInForce } from "./definitions-in-force.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitUntil } from "./wait-until.ts";

export interface Look {
  readonly session: Session;
  readonly terminal: Terminal;
  readonly interrupt: AbortSignal;
}

/** @throws HeadwaterError `NO_WORKER` where neither a worker nor an entry file is there */
export async function lookAtSources(
  { session, terminal, interrupt }: Look,
  { copy }: DefinitionsInForce,
  sources: readonly string[],
): Promise<readonly RecordedObservationSummary[]> {
  const { store, values } = session;
  if (sources.length === 0) return [];
  if (copy !== null) {
    await using resources = createResourcePool(readSecret);
    const { definitions, serialized, root } = copy;
    const environment = { definitions, serialized, store, values, root, log: logLines(terminal.note), resources, provenance: provenanceOf(root) };
    return await observeSources(environment, sources, interrupt);
  }
  if ((await session.workers()).length === 0) throw new HeadwaterError("NO_WORKER", { what: "observe sources" });
  const request = await store.requestObservations(sources, null);
  const { createDispatcher } = await import("../dispatch/dispatcher.ts");
  await using dispatcher = await createDispatcher(session.databaseUrl);
  await dispatcher.flush(store);
  return waitUntil(store, interrupt, async () => (await store.observationRequest(request.id))?.results ?? null);
}
