/** Codes of definitions that an earlier analysis found, where nothing changed that they depend on. */
import { type AnyDefinition, sha256 } from "@headwater/core/engine";
import type { CodeContext, DefinitionCode } from "./definition-code.ts";
import type { ModuleCache } from "./local-module.ts";
import { isOfUser } from "./written-parts.ts";

/** @returns What gives the code of a definition, found anew if need be. What nobody asks for any more is forgotten. */
export function rememberedCodes(
  cache: ModuleCache | undefined,
  context: Omit<CodeContext, "shown"> & { readonly root: string },
): (definition: AnyDefinition, find: () => DefinitionCode) => DefinitionCode {
  if (cache === undefined) return (_, find) => find();
  const before = cache.codes;
  const codes = new Map<string, DefinitionCode>();
  cache.codes = codes;
  return (definition, find) => {
    const key = dependenciesOf(definition, context);
    const code = before.get(key) ?? find();
    codes.set(key, code);
    return code;
  };
}

/** What a definition says when it is loaded, and the modules of the calls that made it, with all that they import. */
function dependenciesOf(definition: AnyDefinition, { graph, hashes, sideEffects, extraInputs, root }: Parameters<typeof rememberedCodes>[1]): string {
  const { key, kind, codeVersion, params, calls } = definition;
  const resources = Object.entries(definition.resources).flatMap(([name, { tracked, codeVersion, values, calls }]) =>
    tracked || codeVersion !== null ? [{ name, tracked, codeVersion, values, calls }] : [],
  );
  const files = new Set(
    [calls, ...resources.map((resource) => resource.calls)]
      .flat()
      .filter(isOfUser)
      .map(({ file }) => file),
  );
  const modules = [...files].map((file) => hashes.of(graph.closure(graph.module(file))));
  const said = definition.kind === "source" ? definition.connector : definition.inputs.map(({ name, view }) => [name, view !== null]);
  return sha256(JSON.stringify([key, kind, codeVersion, params, said, calls, resources, extraInputs(definition), modules, sideEffects.version, root], exact));
}

/** What JSON has no words for. */
const exact = (_: string, value: unknown): unknown => (typeof value === "bigint" || typeof value === "function" ? `${typeof value} ${value}` : value);
