/** Config that is given for a run is held against the schemas before anything is recorded: a worker would find it wrong too late. */
import { functionKey, parsedConfig, type RunConfig } from "@headwater/core/engine";
import type { Session } from "./session.ts";

/** @throws HeadwaterError `CONFIG_INVALID`. Keys that are no assets with a config pass. */
export async function requireFittingConfig(session: Session, config: RunConfig): Promise<void> {
  const definitions = (await session.workingCopy())?.definitions;
  for (const key of Object.keys(config)) {
    const definition = [...(definitions?.byKey.values() ?? [])].find((one) => functionKey(one) === key);
    if (definitions !== undefined && definition !== undefined) parsedConfig(definitions, definition, config);
  }
}
