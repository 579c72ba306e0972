/** Every document that the UI sends is valid against the server's committed schema. */
import { readFileSync } from "node:fs";
import { buildSchema, type DocumentNode, validate } from "graphql";
import { expect, test } from "vitest";
import * as assets from "../assets/queries.ts";
import * as catalog from "../catalog/queries.ts";
import * as config from "../config-form/queries.ts";
import * as lineage from "../lineage/queries.ts";
import * as live from "../live/queries.ts";
import * as materializations from "../materializations/queries.ts";
import * as plan from "../plan/queries.ts";
import * as runs from "../runs/queries.ts";

const schema = buildSchema(readFileSync(new URL("../../../server/schema.graphql", import.meta.url), "utf8"));
const operations = Object.entries({ ...assets, ...catalog, ...config, ...lineage, ...live, ...materializations, ...plan, ...runs } as Record<
  string,
  DocumentNode
>).filter(([, document]) => document.definitions.some((definition) => definition.kind === "OperationDefinition"));

test("the features export their documents", () => {
  expect(operations.length).toBeGreaterThan(8);
});

test.each(operations)("%s is valid against schema.graphql", (_, document) => {
  expect(validate(schema, document)).toEqual([]);
});
