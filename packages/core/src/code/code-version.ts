/** Which code a computation is: a hash over the text of its functions, the structure of its schemas and its params. */
import type { AnyDefinition } from "../define/definition.ts";
import type { CodeParts } from "../model/trace.ts";
import { hashJson } from "../model/version.ts";
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
  return { codeVersion: definition.codeVersion ?? hashJson(parts), codeParts: { explicit: definition.codeVersion, ...parts } };
}

/** A connector counts by what it is and reads, so that an upgrade of Headwater changes nothing. */
function bodyOf(definition: AnyDefinition): unknown {
  if (definition.kind === "asset") return { run: functionText(definition.run), dataVersion: definition.dataVersion && functionText(definition.dataVersion) };
  return definition.connector === null
    ? { observe: functionText(definition.observe), load: functionText(definition.load) }
    : { connector: definition.connector };
}

/** The views that a consumer reads its inputs by. */
function viewsOf(definition: AnyDefinition): unknown {
  if (definition.kind === "source") return {};
  return Object.fromEntries(definition.inputs.flatMap(({ name, view }) => (view === null ? [] : [[name, schemaStructure(view)]])));
}
