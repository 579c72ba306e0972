/** Nothing is told by colour alone: within each table, icon and words already tell everything apart. */
import { readFileSync } from "node:fs";
import { buildSchema, type GraphQLEnumType } from "graphql";
import { expect, test } from "vitest";
import { actions, outcomes, runStatuses, statuses } from "./presentation.ts";

const schema = buildSchema(readFileSync(new URL("../../../server/schema.graphql", import.meta.url), "utf8"));
const valuesOf = (name: string): readonly string[] => (schema.getType(name) as GraphQLEnumType).getValues().map((value) => value.name);
const tables = [
  ["Status", statuses],
  ["Outcome", outcomes],
  ["RunStatus", runStatuses],
  ["Action", actions],
] as const;

test.each(tables)("every %s of the schema has a presentation, and no other", (name, table) => {
  expect(Object.keys(table).sort()).toEqual([...valuesOf(name)].sort());
});

test.each(tables)("every %s differs from the others by its words and by its icon", (_, table) => {
  const looks = Object.values(table);
  expect(new Set(looks.map((look) => look.label)).size).toBe(looks.length);
  expect(new Set(looks.map((look) => look.icon)).size).toBe(looks.length);
});
