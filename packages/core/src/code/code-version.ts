/** Which code a computation is: a hash over the text of its functions, the structure of its schemas and its params. */
import { readFileSync } from "node:fs";
import type { AnyDefinition } from "../define/definition.ts";
import type { ResourceDefinition } from "../define/resource.ts";
import type { CodeParts } from "../model/trace.ts";
import { hashJson, sha256 } from "../model/version.ts";
import { functionText } from "./function-text.ts";
import { schemaStructure } from "./schema-structure.ts";

export interface CodeVersion {
  readonly codeVersion: string;
  readonly codeParts: CodeParts;
}

/** Definitions do not change, so each is looked at once. */
const known = new WeakMap<AnyDefinition, CodeVersion>();

/** The code version of a definition (the author's, where there is one) and the parts that it is made of. */
export function codeVersionOf(definition: AnyDefinition): CodeVersion {
  const found = known.get(definition) ?? codeVersion(definition);
  known.set(definition, found);
  return found;
}

function codeVersion(definition: AnyDefinition): CodeVersion {
  const parts = {
    body: hashJson(bodyOf(definition)),
    schema: hashJson({ output: schemaStructure(definition.schema), views: viewsOf(definition) }),
    config: hashJson(definition.config === null ? null : schemaStructure(definition.config)),
    params: hashJson(definition.params),
  };
  const codeVersion = definition.codeVersion ?? hashJson(parts);
  return { codeVersion, codeParts: { explicit: definition.codeVersion, ...parts, scheme, ...moduleHash(definition) } };
}

/** Names this way of finding code versions. Another way is another name. */
const scheme = "function-text/1";

const moduleHashes = new Map<string, { readonly module?: string }>();

/** Read once: a process never sees a module change. */
function moduleHash({ declaredAt }: AnyDefinition): { readonly module?: string } {
  if (declaredAt === null) return {};
  const found = moduleHashes.get(declaredAt.file) ?? readModule(declaredAt.file);
  moduleHashes.set(declaredAt.file, found);
  return found;
}

function readModule(file: string): { readonly module?: string } {
  try {
    return { module: sha256(readFileSync(file)) };
  } catch {
    return {};
  }
}

/** A connector counts by what it is and reads, so that an upgrade of Headwater changes nothing. */
function bodyOf(definition: AnyDefinition): unknown {
  const resources = Object.entries(definition.resources).flatMap(([name, used]) => resourceParts(name, used));
  const own = functionsOf(definition);
  return resources.length === 0 ? own : { ...own, resources };
}

function functionsOf(definition: AnyDefinition): object {
  if (definition.kind === "asset") return { run: functionText(definition.run), dataVersion: definition.dataVersion && functionText(definition.dataVersion) };
  return definition.connector === null
    ? { observe: functionText(definition.observe), load: functionText(definition.load) }
    : { connector: definition.connector };
}

/** A resource counts only where its author says so: most are ways to data, and no part of what is computed. */
function resourceParts(name: string, { codeVersion, tracked, open, config, values }: ResourceDefinition): readonly unknown[] {
  if (codeVersion !== null) return [{ name, codeVersion }];
  return tracked ? [{ name, open: functionText(open), config: config && schemaStructure(config), values }] : [];
}

/** The views that a consumer reads its inputs by. */
function viewsOf(definition: AnyDefinition): unknown {
  if (definition.kind === "source") return {};
  return Object.fromEntries(definition.inputs.flatMap(({ name, view }) => (view === null ? [] : [[name, schemaStructure(view)]])));
}
