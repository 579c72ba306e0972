/** Loads the entries of projects as a worker does, and answers what it finds about their code: a process of its own, which is sent one request after the other. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { materialize } from "@headwater/core";
import { DefinitionError, HeadwaterError, type Problem } from "@headwater/core/engine";
import { analyseCode } from "../../src/code/analyse-code.ts";
import { createModuleCache, type ModuleCache } from "../../src/code/local-module.ts";
import { loadDefinitions, type WorkingCopy } from "../../src/worker/load-definitions.ts";
import type { CodeFindings, CodeRequest } from "./code-findings.ts";

process.on("message", async ({ directory, environment, run, edited }: CodeRequest) => {
  Object.assign(process.env, environment);
  const findings = edited === null ? await findingsOf(directory, run) : await forgottenBy(directory, edited);
  for (const name of Object.keys(environment)) delete process.env[name];
  process.send?.(findings);
});

async function findingsOf(directory: string, run: boolean): Promise<CodeFindings> {
  try {
    const copy = await loadDefinitions(join(directory, "headwater.config.ts"));
    const versions = Object.fromEntries(copy.serialized.assets.map(({ key, codeVersion }) => [key, codeVersion]));
    return { versions, problems: copy.code.warnings, outputs: run ? await outputsOf(copy) : {} };
  } catch (error) {
    return { versions: {}, problems: problemsOf(error), outputs: {} };
  }
}

/** Where an analysis after an edit differs that remembers the one before: the keys of assets whose versions are others than without a memory. */
async function forgottenBy(directory: string, edited: NonNullable<CodeRequest["edited"]>): Promise<CodeFindings> {
  const { definitions, root } = await loadDefinitions(join(directory, "headwater.config.ts"));
  const versions = (cache?: ModuleCache): Readonly<Record<string, string>> => {
    try {
      const { codeOf } = analyseCode(definitions, { entry: join(directory, "headwater.config.ts"), root, ...(cache === undefined ? {} : { cache }) });
      return Object.fromEntries([...definitions.byKey].map(([key, definition]) => [key, codeOf(definition).codeVersion]));
    } catch (error) {
      return { error: String(error) };
    }
  };
  const cache = createModuleCache();
  versions(cache);
  for (const [path, content] of Object.entries(edited)) {
    await rm(join(directory, path), { force: true });
    if (content === null) continue;
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  const [remembered, anew] = [versions(cache), versions()];
  const wrong = [...new Set([...Object.keys(remembered), ...Object.keys(anew)])].filter((key) => remembered[key] !== anew[key]);
  return { versions: Object.fromEntries(wrong.map((key) => [key, `${remembered[key]} instead of ${anew[key]}`])), problems: [], outputs: {} };
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof DefinitionError) return error.problems;
  const { code, message, fix } = error instanceof HeadwaterError ? error : { code: "UNEXPECTED", message: String((error as Error).stack), fix: "" };
  return [{ code, message, fix, severity: "error", asset: null, file: null, line: null }];
}

/** As JSON, or how it failed: what changes from one edit to the next is compared. */
async function outputsOf({ definitions, root }: WorkingCopy): Promise<Readonly<Record<string, string>>> {
  const result = await materialize(definitions, { root });
  const outputs = result.steps.map(({ asset, outcome, error }) => {
    const output = outcome === "SUCCEEDED" ? JSON.stringify(result.value({ key: asset } as never)) : `${outcome} ${error?.message ?? ""}`;
    return [asset, output] as const;
  });
  return Object.fromEntries(outputs);
}
