/** Which definitions a command answers for: those that a worker serves, else those in the files. */
import { type AssetGraph, buildGraph, type CodeLocation, HeadwaterError } from "@headwater/core/engine";
import type { WorkingCopy } from "../worker/load-definitions.ts";
import { rememberCode } from "../worker/remember-code.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

export interface DefinitionsInForce {
  readonly graph: AssetGraph;
  /** Set where this process is to execute user code itself: no worker is there to do it. */
  readonly copy: WorkingCopy | null;
  /** Where they come from, as answers say it: the files, or what a worker activated last. */
  readonly comparedWith: "working copy" | "activated definitions";
}

/** @throws HeadwaterError `NO_DEFINITIONS` */
export async function definitionsInForce(session: Session, terminal: Terminal): Promise<DefinitionsInForce> {
  const active = await session.store.activeLocation();
  const activated = ({ definitions }: CodeLocation): DefinitionsInForce => ({
    graph: buildGraph(definitions),
    copy: null,
    comparedWith: "activated definitions",
  });
  if (active !== null && (await session.workers()).length > 0) return activated(active);
  const copy = await session.workingCopy();
  if (copy === null) {
    if (active === null) throw new HeadwaterError("NO_DEFINITIONS", {});
    return activated(active);
  }
  if (active !== null && active.definitions.version !== copy.serialized.version) {
    terminal.note("No worker is running: this compares with the working copy, which differs from the definitions that were activated last.");
  }
  await rememberCode(session.store, copy);
  return { graph: buildGraph(copy.serialized), copy, comparedWith: "working copy" };
}
