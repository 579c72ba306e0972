/** What can be wrong with a query, and with what outside systems send. Part of the error catalogue. */

export const queryErrors = {
  QUERY_TOO_DEEP: {
    kind: "request" as const,
    message: (d: { depth: number; maximum: number }) => `The query is ${d.depth} fields deep; it may be ${d.maximum} deep.`,
    fix: "Ask for the inner part in a query of its own.",
  },
  QUERY_TOO_BROAD: {
    kind: "request" as const,
    message: (d: { fields: number; maximum: number }) => `${d.fields} things are asked for at once; it may be ${d.maximum}.`,
    fix: "Ask in several requests, or by a selection, such as assets(select: ...).",
  },
  QUERY_TOO_LARGE: {
    kind: "request" as const,
    message: (d: { values: number; maximum: number }) => `The answer could have ${d.values} values; it may have ${d.maximum}.`,
    fix: "Ask for shorter pages (`first`) or for fewer lists within lists.",
  },
  METADATA_INVALID: {
    kind: "request" as const,
    message: (d: { found: string }) => `The metadata of a report is given by name; found ${d.found}.`,
    fix: 'Write it like { "rows": 12 }.',
  },
  IDEMPOTENCY_KEY_TAKEN: {
    kind: "request" as const,
    message: (d: { key: string; asset: string }) => `The idempotency key "${d.key}" was used before, for a report on "${d.asset}". Nothing was recorded.`,
    fix: "Make a new key for every report; repeat one only to send the same report again.",
  },
  PAGE_SIZE_INVALID: {
    kind: "request" as const,
    message: (d: { first: number; maximum: number }) => `A page of ${d.first} was asked for; it may hold from 1 to ${d.maximum}.`,
    fix: "Ask for less, and for the next page with `after`.",
  },
  CURSOR_INVALID: {
    kind: "request" as const,
    message: (d: { cursor: string }) => `"${d.cursor}" is not a cursor of this list.`,
    fix: "Pass a `cursor` or `endCursor` that this list returned, or for events the `seq` of one.",
  },
};
