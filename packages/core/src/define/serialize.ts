/** Definitions as plain data: what the server knows of user code without ever importing it. */
import { z } from "zod";
import { type CodeVersion, codeVersionOf } from "../code/code-version.ts";
import type { AssetNode, InputNode, SerializedDefinitions } from "../model/asset-node.ts";
import type { CheckNode } from "../model/check.ts";
import type { Json } from "../model/json.ts";
import { hashJson } from "../model/version.ts";
import { parsedConfig } from "./config.ts";
import { placeFrom } from "./declared-at.ts";
import type { AnyDefinition, CheckDefinition, Definitions, InputDefinition } from "./definition.ts";
import { liesElsewhere } from "./external.ts";
import { columnNodes } from "./row-columns.ts";
import { tableDefinitionOf } from "./table.ts";

/**
 * @param root The absolute directory that files of declarations are given relative to.
 * @param codeOf How code versions are found. Default: by the text of the functions alone, which sees no helpers.
 */
export function serializeDefinitions(
  definitions: Definitions,
  root: string,
  codeOf: (definition: AnyDefinition) => CodeVersion = codeVersionOf,
): SerializedDefinitions {
  const assets = [...definitions.byKey.values()].map((definition) => assetNode(definitions, definition, { root, code: codeOfNode(definition, codeOf) }));
  return { version: hashJson(assets.map(withoutSource)), assets };
}

/** An edit of a comment makes no other definitions. */
const withoutSource = ({ codeParts: { module: _, raw: __, ...codeParts }, ...node }: AssetNode): object => ({ ...node, codeParts });

function codeOfNode(definition: AnyDefinition, codeOf: (definition: AnyDefinition) => CodeVersion): CodeVersion {
  const { codeVersion, codeParts } = codeOf(definition);
  if (definition.kind === "asset" || codeOf === codeVersionOf) return { codeVersion, codeParts };
  return { codeVersion, codeParts: { ...codeParts, byText: codeVersionOf(definition).codeVersion } };
}

function assetNode(definitions: Definitions, definition: AnyDefinition, { root, code }: { readonly root: string; readonly code: CodeVersion }): AssetNode {
  const { key, kind, group, description, owners, tags, kinds } = definition;
  const table = tableDefinitionOf(definition.schema);
  return {
    ...{ key, kind, group, description, owners, tags, kinds },
    ...(Object.keys(definition.metadata).length === 0 ? {} : { metadata: definition.metadata }),
    ...(definition.formerly.length === 0 ? {} : { formerly: definition.formerly }),
    ...code,
    inputs: definition.kind === "asset" ? definition.inputs.map(inputNode) : [],
    after: definition.kind === "asset" ? definition.after : [],
    ...(definition.kind === "asset" && (!definition.reuse || liesElsewhere(definition.schema)) ? { reuse: false } : {}),
    ...(definition.kind === "asset" && definition.volatile ? { volatile: true } : {}),
    ...(definition.kind === "asset" && definition.maxAgeMs !== null ? { maxAgeMs: definition.maxAgeMs } : {}),
    ...(definition.kind === "asset" && definition.launch === "manual" ? { launch: "manual" as const } : {}),
    ...(definition.kind === "source" && definition.snapshot ? { snapshot: true as const } : {}),
    ...(definition.timeoutMs === null ? {} : { timeoutMs: definition.timeoutMs }),
    ...(definition.kind === "asset" && definition.retry !== null ? { retry: definition.retry } : {}),
    ...(definition.kind === "asset" && definition.unit !== null ? { unit: definition.unit.key } : {}),
    ...(definition.kind === "asset" && definition.checks.length > 0 ? { checks: definition.checks.map(checkNode) } : {}),
    schema: jsonSchema(definition.schema, "output"),
    columns: table === undefined ? null : columnNodes(table.row),
    configSchema: definition.config === null ? null : jsonSchema(definition.config, "input"),
    configHash: hashJson(parsedConfig(definitions, definition)),
    declaredAt: placeFrom(definition.declaredAt, root),
  };
}

const inputNode = ({ name, upstream, mapping, triggers, loads }: InputDefinition): InputNode => ({ name, upstream, mapping, triggers, loads });

/** What a check does is no part of it: another body makes no other definitions. */
const checkNode = ({ name, severity, blocking, description }: CheckDefinition): CheckNode => ({ name, severity, blocking, description });

/** For people and forms: what JSON Schema cannot say is "anything", dates and big numbers are the text that previews show. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  try {
    return z.toJSONSchema(schema, { io, unrepresentable: ({ zodSchema }) => asText[zodSchema._zod.def.type] ?? "any" }) as Json;
  } catch (error) {
    // Such as two schemas of one `id`: nothing that stops a computation.
    return { $comment: error instanceof Error ? error.message : String(error) };
  }
}

const asText: { readonly [type: string]: z.core.JSONSchema.BaseSchema } = {
  date: { type: "string", format: "date-time" },
  bigint: { type: "string", format: "bigint" },
};
