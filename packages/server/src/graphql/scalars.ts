/** The scalars beyond GraphQL's own. */
import { builder } from "./builder.ts";

builder.scalarType("DateTime", {
  description: "A point in time in ISO 8601 with milliseconds, in UTC: `2026-01-31T05:00:00.000Z`.",
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const date = typeof value === "string" ? new Date(value) : new Date(Number.NaN);
    if (Number.isNaN(date.getTime())) throw new TypeError(`${JSON.stringify(value)} is not a point in time; write it like "2026-01-31T05:00:00Z".`);
    return date;
  },
});

builder.scalarType("JSON", { description: "Any JSON value.", serialize: (value) => value, parseValue: (value) => value });
