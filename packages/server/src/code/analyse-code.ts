/** Code versions by themselves: what each definition is made of, found in the source of the modules that declare it and all they reach. */
import {
  type AnyDefinition,
  type CodeManifest,
  type CodeVersion,
  codeVersionOf,
  DefinitionError,
  type Definitions,
  type Problem,
} from "@headwater/core/engine";
import { CodeGraph } from "./code-graph.ts";
import { definitionCode } from "./definition-code.ts";
import { extraInputReader } from "./extra-inputs.ts";
import { loadedModules } from "./loaded-modules.ts";
import { createModuleCache, type LocalModule, type ModuleCache, positionOf } from "./local-module.ts";
import { Hashes } from "./merkle.ts";
import { rememberedCodes } from "./remembered-codes.ts";
import { ShownDeclarations } from "./shown-declaration.ts";
import { type MakesDefinitions, SideEffects } from "./side-effects.ts";
import type { SourceCode } from "./source-code.ts";

export interface CodeAnalysis {
  /** The code version of a definition, and the parts that it is made of. */
  codeOf(definition: AnyDefinition): CodeVersion;
  /** What the source of each definition says, by asset key: what a build manifest holds. */
  readonly sources: ReadonlyMap<string, SourceCode>;
  /** By asset key. */
  readonly manifests: ReadonlyMap<string, CodeManifest>;
  /** Source texts as they were written, by the hashes of declarations. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute paths of all files whose content counts. */
  readonly files: readonly string[];
  /** What could only be followed coarsely. */
  readonly warnings: readonly Problem[];
}

interface AnalyseOptions {
  /** Absolute path of the entry file. */
  readonly entry: string;
  /** Absolute directory that files are told relative to, and extra inputs are found from. */
  readonly root: string;
  /** What an earlier analysis found out: only files that changed since are looked at. */
  readonly cache?: ModuleCache;
}

/** @throws DefinitionError with every captured variable that nothing counts, and every extra input that cannot be read */
export function analyseCode(definitions: Definitions, { entry, root, cache }: AnalyseOptions): CodeAnalysis {
  const graph = new CodeGraph(cache ?? createModuleCache(), definitions.untrackedPackages);
  const hashes = new Hashes();
  const readExtraInputs = extraInputReader(root);
  const all = [...definitions.byKey.values()];
  const extra = new Map(all.map((definition) => [definition, readExtraInputs(definition)]));
  const sideEffects = new SideEffects(graph, loadedModules(entry, graph), { madeIn: callsIn(all), hashes });
  const extraInputs = (definition: AnyDefinition) => extra.get(definition)?.inputs ?? [];
  const remembered = rememberedCodes(cache, { graph, hashes, sideEffects, extraInputs, root });
  const context = { graph, hashes, sideEffects, extraInputs, shown: new ShownDeclarations(root) };
  const codes = new Map(all.map((definition) => [definition, remembered(definition, () => definitionCode(definition, context))]));
  const found = [...codes.values()];
  const errors = [...found.flatMap((code) => code.errors), ...[...extra.values()].flatMap(({ problems }) => problems)];
  if (errors.length > 0) throw new DefinitionError(errors);
  const files = [...found.flatMap((code) => code.files), ...[...extra.values()].flatMap((read) => read.files)];
  return {
    codeOf: (definition) => codes.get(definition)?.version ?? codeVersionOf(definition),
    sources: new Map(all.map((definition) => [definition.key, codes.get(definition)?.source as SourceCode])),
    manifests: new Map(all.map((definition) => [definition.key, codes.get(definition)?.manifest as CodeManifest])),
    texts: new Map(found.flatMap((code) => code.texts)),
    files: [...new Set(files)],
    warnings: distinct(found.flatMap((code) => code.warnings)),
  };
}

/** Where calls stand that led to definitions. */
function callsIn(definitions: readonly AnyDefinition[]): MakesDefinitions {
  const calls = Map.groupBy(
    definitions.flatMap((definition) => definition.calls),
    ({ file }) => file,
  );
  const positions = new Map<LocalModule, readonly number[]>();
  return (module, { start, end }) => {
    const found = positions.get(module) ?? (calls.get(module.file) ?? []).map(({ line, column }) => positionOf(module, line, column));
    positions.set(module, found);
    return found.some((position) => start <= position && position < end);
  };
}

/** A place that several definitions reach is told once. */
const distinct = (problems: readonly Problem[]): readonly Problem[] => [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
