/** A code version put together: what the source of a definition says, and what is known of it only when it is loaded. */
import { type AnyDefinition, type CodeManifest, type CodeParts, type CodeVersion, hashJson } from "@headwater/core/engine";

/** What the source says, however it was read: just now, or when the project was built. */
export interface SourceCode {
  readonly scheme: string;
  /** Hashes of the parts, by what a cause calls them. */
  readonly body: string;
  readonly schema: string;
  readonly config: string;
  /** SHA-256 of the module that declares it; `null` where a package does. */
  readonly module: string | null;
  /** Over the texts of all local modules that count. */
  readonly raw: string;
  readonly packages: CodeManifest["packages"];
}

/** @param extraInputs What the definition names in `extraInputs`, as it is now. */
export function codeVersionFrom(source: SourceCode, definition: AnyDefinition, extraInputs: CodeManifest["extraInputs"]): CodeVersion {
  const said = saidWhenLoaded(definition);
  const parts = {
    body: hashJson([source.body, said, extraInputs]),
    schema: source.schema,
    config: source.config,
    params: hashJson(definition.params),
  };
  const origin = {
    scheme: source.scheme,
    ...(source.module === null ? {} : { module: source.module }),
    raw: hashJson([source.raw, source.packages, said, extraInputs]),
  };
  const codeParts: CodeParts = { explicit: definition.codeVersion, ...parts, ...origin };
  return { codeVersion: definition.codeVersion ?? hashJson(parts), codeParts };
}

/** A connector counts by what it is and reads, so that an upgrade of Headwater changes nothing. Resources count where their authors say so. */
function saidWhenLoaded(definition: AnyDefinition): object {
  const resources = Object.entries(definition.resources).flatMap(([name, { tracked, codeVersion, values }]): readonly object[] =>
    codeVersion !== null ? [{ name, codeVersion }] : tracked ? [{ name, values }] : [],
  );
  return { connector: definition.kind === "source" ? definition.connector : null, resources };
}
