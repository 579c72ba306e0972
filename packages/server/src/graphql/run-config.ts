/** The config of a run as it comes from outside. */
import type { RunConfig } from "@headwater/core/engine";
import { HeadwaterError } from "@headwater/core/engine";
import { z } from "zod";

const RunConfigSchema = z.record(z.string(), z.json());

/** @throws HeadwaterError `RUN_CONFIG_INVALID` where it is not an object by asset key. */
export function parseRunConfig(config: unknown): RunConfig {
  const parsed = RunConfigSchema.safeParse(config ?? {});
  if (!parsed.success) throw new HeadwaterError("RUN_CONFIG_INVALID", { found: JSON.stringify(config) });
  return parsed.data;
}
