/** The code of one definition: a version over its parts and all that they reach, and what it is made of. */
import {
  type AnyDefinition,
  type CodeManifest,
  type CodeVersion,
  codeVersionOf,
  HeadwaterError,
  hashJson,
  type Problem,
  problemFrom,
} from "@headwater/core/engine";
import type { CodeGraph } from "./code-graph.ts";
import type { Link } from "./code-node.ts";
import { lineOf } from "./local-module.ts";
import { type Hashes, hashContent } from "./merkle.ts";
import { packageVersionOf } from "./package-version.ts";
import { Reach } from "./reach.ts";
import type { Shown, ShownDeclarations } from "./shown-declaration.ts";
import type { SideEffects } from "./side-effects.ts";
import { codeVersionFrom, type SourceCode } from "./source-code.ts";
import { type WrittenPart, type WrittenParts, writtenParts } from "./written-parts.ts";

/** Names this way of finding code versions: any change of what enters a hash makes another one of it. */
const scheme = "declarations/1";

export interface DefinitionCode {
  readonly source: SourceCode;
  readonly version: CodeVersion;
  readonly manifest: CodeManifest;
  /** Source texts by their own hashes. */
  readonly texts: readonly (readonly [string, string])[];
  /** Absolute paths of the local modules that count. */
  readonly files: readonly string[];
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export interface CodeContext {
  readonly graph: CodeGraph;
  readonly hashes: Hashes;
  readonly shown: ShownDeclarations;
  readonly sideEffects: SideEffects;
  /** What a definition names in `extraInputs`. */
  readonly extraInputs: (definition: AnyDefinition) => CodeManifest["extraInputs"];
}

export function definitionCode(definition: AnyDefinition, context: CodeContext): DefinitionCode {
  const written = writtenParts(definition, context.graph);
  return written === null ? packagedCode(definition, context) : writtenCode(definition, written, context);
}

function writtenCode(definition: AnyDefinition, written: WrittenParts, context: CodeContext): DefinitionCode {
  const { hashes } = context;
  const reach = new Reach();
  reach.modules.add(written.module);
  for (const { content, name, module } of written.parts) {
    reach.modules.add(module);
    reach.add(content.links, name);
  }
  const effects = effectHashes(context.sideEffects.addTo(reach), hashes);
  const extraInputs = context.extraInputs(definition);
  const ofGroup = (group: WrittenPart["group"]): object =>
    Object.fromEntries(
      written.parts.filter((part) => part.group === group).map(({ name, content }) => [name, hashContent(content, (link) => hashes.fill(link))]),
    );
  const { files, packages } = reach;
  const source: SourceCode = {
    scheme,
    body: hashJson({ parts: ofGroup("body"), effects }),
    schema: hashJson(ofGroup("schema")),
    config: hashJson(ofGroup("config")),
    module: written.module.hash,
    raw: hashJson([...files].map(({ hash }) => hash).sort()),
    packages,
  };
  const version = codeVersionFrom(source, definition, extraInputs);
  const { codeVersion } = version;
  const shown = [...written.parts.map((part) => ({ ...context.shown.show(part, part.content), through: null })), ...declarationsIn(reach, context.shown)];
  return {
    source,
    version,
    manifest: { codeVersion, scheme, declarations: shown.map(({ text: _, ...declaration }) => declaration), packages, extraInputs },
    texts: shown.map(({ hash, text }) => [hash, text]),
    files: [...files].map(({ file }) => file),
    errors: untrackedProblems(definition, written),
    warnings: warningsOf(definition, written, reach),
  };
}

/** In the order of their statements within a module, whichever modules these are. */
function effectHashes(links: readonly Link[], hashes: Hashes): readonly string[] {
  const byModule = Map.groupBy(links, (link) => (link.kind === "node" ? link.node.module : null));
  const starts = (link: Link): number => (link.kind === "node" ? link.node.start : 0);
  return [...byModule.values()].map((group) => hashJson(group.toSorted((a, b) => starts(a) - starts(b)).map((link) => hashes.fill(link)))).sort();
}

function* declarationsIn(reach: Reach, shown: ShownDeclarations): Generator<Shown & { readonly through: string | null }> {
  for (const [node, through] of reach.nodes) if (node.kind !== "namespace") yield { ...shown.show(node, node.content()), through };
}

/** What a package declares counts by the text of its functions and the version of the package. */
function packagedCode(definition: AnyDefinition, context: CodeContext): DefinitionCode {
  const { codeVersion: _, codeParts } = codeVersionOf(definition);
  const [call] = definition.calls;
  const version = call === undefined ? null : packageVersionOf(call.file);
  const packages = version === null ? [] : [version];
  const extraInputs = context.extraInputs(definition);
  const { body, schema, config } = codeParts;
  const source: SourceCode = { scheme: `${codeParts.scheme} in a package`, body: hashJson([body, packages]), schema, config, module: null, raw: "", packages };
  const found = codeVersionFrom(source, definition, extraInputs);
  return {
    source,
    version: found,
    manifest: { codeVersion: found.codeVersion, scheme: source.scheme, declarations: [], packages, extraInputs },
    ...{ texts: [], files: [], errors: [], warnings: [] },
  };
}

function untrackedProblems(definition: AnyDefinition, { untracked }: WrittenParts): readonly Problem[] {
  if (definition.codeVersion !== null) return [];
  const { key } = definition;
  const names = new Map(untracked.map((one) => [one.name, one]));
  return [...names.values()].map(({ name, module, line }) => ({
    ...problemFrom(new HeadwaterError("UNTRACKED_CAPTURE", { key, name }), definition),
    ...{ file: module.file, line },
  }));
}

function warningsOf(definition: AnyDefinition, { unfollowed }: WrittenParts, reach: Reach): readonly Problem[] {
  const { key } = definition;
  const counts = "all of the declarations around it";
  const own =
    unfollowed === null || definition.codeVersion !== null
      ? []
      : [problemFrom(new HeadwaterError("CODE_NOT_FOLLOWED", { key, what: unfollowed, counts }), definition)];
  const reached = [...reach.nodes].flatMap(([node]) =>
    node.content().unfollowed.map(({ what, start }) => ({
      ...problemFrom(new HeadwaterError("CODE_NOT_FOLLOWED", { key: null, what, counts: "the whole file" }), null),
      ...{ file: node.module.file, line: lineOf(node.module, start) },
    })),
  );
  return [...own, ...reached].map((problem) => ({ ...problem, severity: "warning" }));
}
