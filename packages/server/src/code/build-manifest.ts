/**
 * Code versions that were found when a project was built, for deployments of compiled or bundled output: that says
 * other things than the source, so code versions are never found in it.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type AnyDefinition, codeVersionOf, DefinitionError, type Definitions, HeadwaterError, sha256 } from "@headwater/core/engine";
import { z } from "zod";
import { version } from "../version.ts";
import { noteReached } from "../worker/user-code/reached-files.ts";
import type { CodeAnalysis } from "./analyse-code.ts";
import { extraInputReader } from "./extra-inputs.ts";
import { codeVersionFrom } from "./source-code.ts";

/** It lies beside the entry file that is deployed. */
export const manifestName = "headwater.manifest.json";

const Package = z.object({ name: z.string(), version: z.string() }).readonly();
const Declaration = z.object({ name: z.string(), file: z.string(), line: z.int(), hash: z.string(), through: z.string().nullable() }).readonly();
const ExtraInput = z.object({ name: z.string(), hash: z.string() }).readonly();
const Source = z.object({
  ...{ scheme: z.string(), body: z.string(), schema: z.string(), config: z.string(), raw: z.string() },
  module: z.string().nullable(),
  packages: z.array(Package).readonly(),
});
const BuildManifest = z.object({
  /** Of this file. */
  format: z.literal(1),
  /** The version of Headwater that wrote it. */
  headwater: z.string(),
  /** SHA-256 of the files that count, relative to the directory of the entry. */
  files: z.record(z.string(), z.string()),
  assets: z.record(z.string(), z.object({ source: Source, declarations: z.array(Declaration).readonly(), extraInputs: z.array(ExtraInput).readonly() })),
  /** Texts of declarations by their hashes. */
  texts: z.record(z.string(), z.string()),
});
export type BuildManifest = z.output<typeof BuildManifest>;

/** What is read of the environment is read where the code runs. */
const isVariable = ({ name }: { readonly name: string }): boolean => name.startsWith("env ");

/** @param root The absolute directory of the entry file. */
export function buildManifest({ sources, manifests, texts, files }: CodeAnalysis, root: string): BuildManifest {
  const assets = [...sources].map(([key, source]) => {
    const { declarations = [], extraInputs = [] } = manifests.get(key) ?? {};
    const kept = extraInputs.filter((input) => !isVariable(input));
    return [key, { source, declarations, extraInputs: kept }] as const;
  });
  return {
    ...{ format: 1, headwater: version },
    files: Object.fromEntries(files.map((file) => [relative(root, file).replaceAll(sep, "/"), sha256(readFileSync(file))])),
    assets: Object.fromEntries(assets),
    texts: Object.fromEntries(texts),
  };
}

/**
 * The manifest in a directory, `null` where there is none.
 * @throws HeadwaterError `MANIFEST_INVALID`, `MANIFEST_OUTDATED` where it lies beside sources that have changed since
 */
export function readBuildManifest(root: string): BuildManifest | null {
  const path = join(root, manifestName);
  noteReached(path);
  if (!existsSync(path)) return null;
  const manifest = parsed(path);
  for (const [file, hash] of Object.entries(manifest.files)) {
    // only sources can be told from what was made of them: a build may write any other file anew
    const source = join(root, file);
    if (!/\.[cm]?tsx?$/.test(file) || !existsSync(source) || sha256(readFileSync(source)) === hash) continue;
    throw new HeadwaterError("MANIFEST_OUTDATED", { path, problem: `"${file}" has changed since` });
  }
  return manifest;
}

function parsed(path: string): BuildManifest {
  try {
    return BuildManifest.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error).replaceAll("\n", " ") : error instanceof Error ? error.message : String(error);
    throw new HeadwaterError("MANIFEST_INVALID", { path, problem }, { cause: error });
  }
}

/** @throws HeadwaterError `MANIFEST_OUTDATED` where it does not know a definition */
export function builtCode(definitions: Definitions, manifest: BuildManifest, root: string): CodeAnalysis {
  const all = [...definitions.byKey.values()];
  const missing = all.find(({ key }) => manifest.assets[key] === undefined);
  if (missing !== undefined) throw new HeadwaterError("MANIFEST_OUTDATED", { path: join(root, manifestName), problem: `it does not know "${missing.key}"` });
  const read = extraInputReader(root);
  const variables = new Map(all.map((definition) => [definition, read({ ...definition, extraInputs: definition.extraInputs.filter(isNamedVariable) })]));
  const problems = [...variables.values()].flatMap((found) => found.problems);
  if (problems.length > 0) throw new DefinitionError(problems);
  const codes = new Map(all.map((definition) => [definition, codeFrom(manifest, definition, variables.get(definition)?.inputs ?? [])]));
  return {
    codeOf: (definition) => codes.get(definition)?.version ?? codeVersionOf(definition),
    sources: new Map(all.map(({ key }) => [key, assetOf(manifest, key).source])),
    manifests: new Map(all.map((definition) => [definition.key, (codes.get(definition) as BuiltCode).manifest])),
    texts: new Map(Object.entries(manifest.texts)),
    files: [join(root, manifestName)],
    warnings: [],
  };
}

type BuiltCode = ReturnType<typeof codeFrom>;

const isNamedVariable = (input: AnyDefinition["extraInputs"][number]): boolean => typeof input !== "string";

const assetOf = ({ assets }: BuildManifest, key: string): BuildManifest["assets"][string] => assets[key] as BuildManifest["assets"][string];

function codeFrom(manifest: BuildManifest, definition: AnyDefinition, variables: readonly { readonly name: string; readonly hash: string }[]) {
  const { source, declarations, extraInputs: files } = assetOf(manifest, definition.key);
  const extraInputs = [...files, ...variables].sort((a, b) => (a.name < b.name ? -1 : 1));
  const version = codeVersionFrom(source, definition, extraInputs);
  const { codeVersion } = version;
  return { version, manifest: { codeVersion, scheme: source.scheme, declarations, packages: source.packages, extraInputs } };
}
