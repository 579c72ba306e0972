/** Which definitions a command answers for: those that a worker serves, else those in the files. */
import { type AssetGraph, buildGraph, HeadwaterError } from "@headwater/core/engine";
import type { WorkingCopy } from "../worker/load-definitions.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export interface DefinitionsInForce {
  readonly graph: AssetGraph;
  /** Set where this process is to execute user code itself: no worker is there to do it. */
  readonly copy: WorkingCopy | null;
}

/** @throws HeadwaterError `NO_DEFINITIONS` */
export async function definitionsInForce(session: Session, terminal: Terminal): Promise<DefinitionsInForce> {
  const active = await session.store.activeLocation();
  if (active !== null && (await session.workers()).length > 0) return { graph: buildGraph(active.definitions), copy: null };
  const copy = await session.workingCopy();
  if (copy === null) {
    if (active === null) throw new HeadwaterError("NO_DEFINITIONS", {});
    return { graph: buildGraph(active.definitions), copy: null };
  }
  if (active !== null && active.definitions.version !== copy.serialized.version) {
    terminal.note("No worker is running: this compares with the working copy, which differs from what was run last.");
  }
  return { graph: buildGraph(copy.serialized), copy };
}
