/** The assets of a project, for completion: those of its files, else those that a worker activated last. Never starts a database. */
import { setTimeout as sleep } from "node:timers/promises";
import type { AssetNode } from "@headwater/core/engine";
import type { Config } from "../../config.ts";
import { oneLine } from "../fit-text.ts";
import { findProject } from "../project.ts";
import type { Candidate } from "./complete-words.ts";

/** Whoever presses a key does not wait longer. */
const patienceMs = 5_000;

/** None where that fails or takes too long. */
export async function assetCandidates(words: readonly string[], config: Config): Promise<readonly Candidate[]> {
  const assets = fromFiles(words)
    .catch(() => activated(config))
    .catch(() => []);
  const found = await Promise.race([assets, sleep(patienceMs, [], { ref: false })]);
  return found.map(({ key, description }) => ({ value: key, description: oneLine(description ?? "") }));
}

async function fromFiles(words: readonly string[]): Promise<readonly AssetNode[]> {
  const named = words.find((_, index) => words[index - 1] === "--entry") ?? words.find((word) => word.startsWith("--entry="))?.slice("--entry=".length);
  const { entry } = findProject(named);
  if (entry === null) throw new Error("There is no entry.");
  const { loadDefinitions } = await import("../../worker/load-definitions.ts");
  return (await loadDefinitions(entry, { importTimeoutMs: patienceMs })).serialized.assets;
}

async function activated({ databaseUrl }: Config): Promise<readonly AssetNode[]> {
  if (databaseUrl === null) return [];
  const { createPostgresStore } = await import("@headwater/core/postgres");
  await using store = await createPostgresStore({ connectionString: databaseUrl, applicationName: "headwater completion" });
  return (await store.activeLocation())?.definitions.assets ?? [];
}
