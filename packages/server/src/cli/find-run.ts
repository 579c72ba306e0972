/** Which run somebody means by its id, or by a beginning of it that no other one has. */
import { HeadwaterError, type Run, type Store } from "@headwater/core/engine";

/** @throws HeadwaterError `RUN_UNKNOWN` with the latest runs, `RUN_AMBIGUOUS` */
export async function findRun(store: Store, id: string): Promise<Run> {
  const exact = await store.run(id);
  if (exact !== null) return exact;
  const matches = id === "" ? [] : await store.runs({ limit: 4, idPrefix: id });
  if (matches.length > 1) throw new HeadwaterError("RUN_AMBIGUOUS", { id, matches: matches.map((run) => run.id) });
  const [only] = matches;
  if (only !== undefined) return only;
  throw new HeadwaterError("RUN_UNKNOWN", { id, latest: (await store.runs({ limit: 3 })).map((run) => run.id) });
}
