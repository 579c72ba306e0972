/** The committed schema is the one that the server serves. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createMemoryStore, createMemoryValueStore } from "@headwater/core/engine";
import {
  buildClientSchema,
  buildSchema,
  type GraphQLNamedType,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from "graphql";
import { expect, test } from "vitest";
import { createGraphqlEndpoint } from "../src/graphql/endpoint.ts";
import { createEventHub } from "../src/graphql/event-hub.ts";
import { createProcessLog } from "../src/process-log.ts";

test("schema.graphql is what the server answers to introspection (`npm run gen` writes it)", async () => {
  const store = createMemoryStore();
  const log = createProcessLog();
  await using events = await createEventHub(store, log);
  const endpoint = createGraphqlEndpoint(
    { store, values: createMemoryValueStore(), dispatcher: { flush: async () => undefined }, events, workers: () => store.workers() },
    log,
  );
  const response = await endpoint.fetch("http://localhost/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data } = (await response.json()) as { data: Parameters<typeof buildClientSchema>[0] };
  const committed = await readFile(join(import.meta.dirname, "..", "schema.graphql"), "utf8");
  expect(`${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`).toBe(committed);
});

test("every type, field, argument and value of the schema is described, in a sentence", async () => {
  const schema = buildSchema(await readFile(join(import.meta.dirname, "..", "schema.graphql"), "utf8"));
  const elements = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type))
    .flatMap(described);
  expect(elements.length).toBeGreaterThan(400);
  expect(elements.filter(({ description }) => !/^[A-Z`'].*[.:]$/s.test(description ?? "")).map(({ place }) => place)).toEqual([]);
});

interface Described {
  readonly place: string;
  readonly description?: string | null | undefined;
}

function described(type: GraphQLNamedType): readonly Described[] {
  const own = { place: type.name, description: type.description };
  const inside = ({ name, description }: { readonly name: string; readonly description?: string | null | undefined }) => ({
    place: `${type.name}.${name}`,
    description,
  });
  if (isEnumType(type)) return [own, ...type.getValues().map(inside)];
  if (isInputObjectType(type)) return [own, ...Object.values(type.getFields()).map(inside)];
  if (!isObjectType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field) => [
      inside(field),
      ...field.args.map(({ name, description }) => ({ place: `${type.name}.${field.name}(${name})`, description })),
    ]),
  ];
}
