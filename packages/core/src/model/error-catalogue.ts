/** The catalogue of errors: every message names the thing, the value found, what is allowed; the fix says what to do. */

export type ErrorKind = "definition" | "request" | "user" | "system";
export interface CatalogueEntry {
  readonly kind: ErrorKind;
  // biome-ignore lint/suspicious/noExplicitAny: each entry has details of its own
  readonly message: (details: any) => string;
  readonly fix: string;
}

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", "));

export const catalogue = {
  // definition: What is wrong with declarations: told by `define`, or when the entry file is loaded.
  ASSET_KEY_INVALID: {
    kind: "definition",
    message: (d: { key: unknown; problem: string }) => `${(JSON.stringify(d.key) ?? String(d.key)).slice(0, 200)} cannot be an asset key: ${d.problem}.`,
    fix: 'Use a path of non-empty segments, such as "weather/hot_days".',
  },
  ASSET_KEY_TAKEN: {
    kind: "definition",
    message: (d: { key: string; places: readonly string[] }) => `Two assets are named "${d.key}"${d.places.length > 0 ? ` (${d.places.join(" and ")})` : ""}.`,
    fix: "Rename one of them.",
  },
  ASSET_CYCLE: {
    kind: "definition",
    message: (d: { path: readonly string[] }) => `These assets depend on each other in a circle: ${d.path.join(" -> ")}.`,
    fix: "Remove one of these inputs, or split an asset in two.",
  },
  INPUT_NOT_AN_ASSET: {
    kind: "definition",
    message: (d: { key: string; input: string; found: string }) => `Input "${d.input}" of asset "${d.key}" is ${d.found}, not an asset.`,
    fix: "Pass the asset itself (or from(asset, ...)), not its key.",
  },
  INPUT_NOT_INCLUDED: {
    kind: "definition",
    message: (d: { key: string; input: string; upstream: string }) =>
      `Input "${d.input}" of asset "${d.key}" is "${d.upstream}", which is not among the definitions.`,
    fix: "Add it to define({ include: [...] }).",
  },
  DEFINITION_INVALID: {
    kind: "definition",
    message: (d: { key: string; problem: string }) => `Asset "${d.key}": ${d.problem}.`,
    fix: "Correct the declaration.",
  },
  SPEC_KEY_UNKNOWN: {
    kind: "definition",
    message: (d: { key: string; name: string; similar: readonly string[] }) =>
      `Asset "${d.key}" has the key "${d.name}", which means nothing here${d.similar.length === 0 ? "" : `; did you mean ${list(d.similar)}?`}.`,
    fix: "Correct it, or leave it out.",
  },
  NOT_SUPPORTED_YET: {
    kind: "definition",
    message: (d: { key: string; name: string }) => `Asset "${d.key}" uses what is not supported yet: ${d.name}.`,
    fix: "Leave it out for now.",
  },
  INCLUDE_INVALID: {
    kind: "definition",
    message: (d: { place: string; found: string }) =>
      `define({ include }) was given ${d.found} at ${d.place}; it takes assets, arrays, records and module namespaces of them.`,
    fix: "Export assets made by asset() or source().",
  },
  DEFINE_KEY_UNKNOWN: {
    kind: "definition",
    message: (d: { name: string }) => `define() was given "${d.name}"; it takes "include" and "config".`,
    fix: "Leave it out.",
  },
  CONFIG_UNKNOWN_ASSET: {
    kind: "definition",
    message: (d: { key: string; known: readonly string[] }) =>
      `Config is given for "${d.key}", which is not an asset with a config. Assets with one: ${list(d.known)}.`,
    fix: "Correct the key.",
  },
  ENTRY_WITHOUT_DEFINITIONS: {
    kind: "definition",
    message: (d: { path: string; found: string }) => `The default export of "${d.path}" is ${d.found}, not the result of define().`,
    fix: "Write `export default define({ include: [...] })`.",
  },
  ENTRY_FAILED: {
    kind: "definition",
    message: (d: { path: string; problem: string; place: string | null }) =>
      `"${d.path}" cannot be loaded: ${d.problem}${d.place === null ? "" : ` (${d.place})`}`,
    fix: "Correct it and try again.",
  },
  // request: What cannot be done as asked: nothing was changed.
  CONFIG_INVALID: {
    kind: "request",
    message: (d: { key: string; problem: string }) => `The config of "${d.key}" does not fit its schema: ${d.problem}.`,
    fix: "Correct the value, or give the schema a default.",
  },
  ASSET_UNKNOWN: {
    kind: "request",
    message: (d: { key: string; similar: readonly string[] }) => `There is no asset "${d.key}"${d.similar.length > 0 ? `. Similar: ${list(d.similar)}` : ""}.`,
    fix: "`headwater status` lists all assets.",
  },
  SELECTION_INVALID: {
    kind: "request",
    message: (d: { selection: string; column: number; expected: string }) =>
      `The selection "${d.selection}" is wrong at column ${d.column}: expected ${d.expected}.`,
    fix: 'Examples: "weather/*", "+weather/hot_days" (with all upstream), "raw/readings+" (with all downstream), "a, b", "*".',
  },
  SELECTION_EMPTY: {
    kind: "request",
    message: (d: { selection: string }) => `The selection "${d.selection}" matches no asset.`,
    fix: "`headwater status` lists all assets.",
  },
  PLAN_BLOCKED: {
    kind: "request",
    message: (d: { blocked: readonly string[]; missing: readonly string[] }) =>
      `${list(d.blocked)} cannot run: ${list(d.missing)} ${d.missing.length === 1 ? "has" : "have"} never been materialized and ${d.missing.length === 1 ? "is" : "are"} not in this plan.`,
    fix: "Include what is missing (--upstream), or leave the blocked steps out (--skip-blocked).",
  },
  PLAN_CHANGED: {
    kind: "request",
    message: (d: { now: readonly string[] }) =>
      `The world moved since the plan was shown: it is now ${d.now.length === 0 ? "nothing" : list(d.now)} that would run, or for other reasons. Nothing was started.`,
    fix: "Look at the new plan and confirm it.",
  },
  RUN_UNKNOWN: { kind: "request", message: (d: { id: string }) => `There is no run "${d.id}".`, fix: "Look at the list of runs." },
  RUN_ENDED: { kind: "request", message: (d: { id: string; status: string }) => `Run "${d.id}" has already ended: ${d.status}.`, fix: "Start a new one." },
  NO_DEFINITIONS: {
    kind: "request",
    message: () => "No worker has registered any definitions yet.",
    fix: "Start a worker: `headwater dev`, or `headwater worker --entry headwater.config.ts`.",
  },
  NO_WORKER: {
    kind: "request",
    message: (d: { what: string }) => `No worker is running, so nobody can ${d.what}.`,
    fix: "Start one: `headwater dev`, or `headwater worker --entry headwater.config.ts`.",
  },
  INPUT_NOT_MATERIALIZED: {
    kind: "request",
    message: (d: { asset: string; input: string; upstream: string }) =>
      `Asset "${d.asset}" reads "${d.upstream}" (input "${d.input}"), which has never been materialized.`,
    fix: "Materialize it first.",
  },
  ENTRY_MISSING: {
    kind: "request",
    message: (d: { path: string }) => `There is no file "${d.path}".`,
    fix: "Go to the directory of your headwater.config.ts, or name the file with --entry FILE.",
  },
  OPTION_INVALID: {
    kind: "request",
    message: (d: { option: string; found: string; expected: string }) => `${d.option} was given ${JSON.stringify(d.found)}; it takes ${d.expected}.`,
    fix: "Correct the value.",
  },
  NOT_PARTITIONED: {
    kind: "request",
    message: (d: { option: string }) => `${d.option} was given, but none of these assets is partitioned.`,
    fix: "Leave it out.",
  },
  RUN_CONFIG_INVALID: {
    kind: "request",
    message: (d: { found: string }) => `The config of a run is given by asset key; found ${d.found}.`,
    fix: 'Write it like { "weather/hot_days": { "threshold": 33 } }.',
  },
  NO_SOURCE_SELECTED: {
    kind: "request",
    message: (d: { selection: string }) => `There is no source in or upstream of the selection "${d.selection}", and only sources are observed.`,
    fix: 'Select sources, such as "raw/*", or assets that depend on one.',
  },
  OBSERVATION_TIMEOUT: {
    kind: "request",
    message: (d: { sources: readonly string[]; seconds: number }) => `No worker said within ${d.seconds} s what it finds at ${list(d.sources)}.`,
    fix: "Look at the worker's output: it may be busy, or its code may hang.",
  },
  PAGE_SIZE_INVALID: {
    kind: "request",
    message: (d: { first: number; maximum: number }) => `A page of ${d.first} was asked for; it may hold from 1 to ${d.maximum}.`,
    fix: "Ask for less, and for the next page with `after`.",
  },
  CURSOR_INVALID: {
    kind: "request",
    message: (d: { cursor: string }) => `"${d.cursor}" is not a cursor of this list.`,
    fix: "Pass a `cursor` or `endCursor` that this list returned, or for events the `seq` of one.",
  },
  PORT_IN_USE: {
    kind: "request",
    message: (d: { host: string; port: number }) => `Port ${d.port} on ${d.host} is taken by another program.`,
    fix: "Stop that program, or choose another port with --port.",
  },
  ADDRESS_UNUSABLE: {
    kind: "request",
    message: (d: { host: string; port: number; problem: string }) => `The server cannot listen on ${d.host} port ${d.port}: ${d.problem}.`,
    fix: "Choose an address of this machine with --host, and a port above 1023 with --port.",
  },
  HOST_NEEDS_TOKEN: {
    kind: "request",
    message: (d: { host: string }) => `The server would be reachable from other machines at ${d.host}, without a token.`,
    fix: "Set HEADWATER_TOKEN to a long random text, or leave --host out to serve this machine only.",
  },
  NOT_MATERIALIZED: {
    kind: "request",
    message: (d: { asset: string }) => `"${d.asset}" has no stored value.`,
    fix: "Materialize it first; a step that failed stores nothing.",
  },
  SOURCE_UNKNOWN: {
    kind: "request",
    message: (d: { key: string; known: readonly string[] }) => `A value was given for "${d.key}", which is not a source. Sources: ${list(d.known)}.`,
    fix: "Correct the key.",
  },
  STEP_UNKNOWN: {
    kind: "request",
    message: (d: { asset: string; known: readonly string[] }) => `The run has no step for "${d.asset}". Its steps: ${list(d.known)}.`,
    fix: "An asset that was fresh needs no step: ask the instance for its status.",
  },
  // user: What user code or data do wrong: the recorded failure of a step or a look.
  SCHEMA_MISMATCH: {
    kind: "user",
    message: (d: { asset: string; side: string; row: number | null; path: string; problem: string }) =>
      `The ${d.side} of "${d.asset}" does not fit its schema${d.row === null ? "" : ` in row ${d.row}`}${d.path === "" ? "" : ` at ${d.path}`}: ${d.problem}.`,
    fix: "Correct what produces the value, or the schema.",
  },
  VALUE_NOT_STORABLE: {
    kind: "user",
    message: (d: { asset: string; path: string; found: string }) => `The output of "${d.asset}" cannot be stored: ${d.found} at ${d.path || "the top"}.`,
    fix: "Return plain data: objects, arrays, strings, numbers, bigints, booleans, null, Date, Map, Set or bytes.",
  },
  DATA_VERSION_INVALID: {
    kind: "user",
    message: (d: { asset: string; found: string }) => `The data version of "${d.asset}" is ${d.found}, not a text.`,
    fix: "Return a string that is not empty, and not a promise of one.",
  },
  FILE_MISSING: {
    kind: "user",
    message: (d: { asset: string; path: string; resolved: string }) => `The file "${d.path}" of source "${d.asset}" does not exist (looked for ${d.resolved}).`,
    fix: "Put the file there, or correct the path; relative paths start at the directory of headwater.config.ts.",
  },
  FILE_UNREADABLE: {
    kind: "user",
    message: (d: { asset: string; path: string; problem: string }) => `The file "${d.path}" of source "${d.asset}" cannot be read: ${d.problem}.`,
    fix: "Check what the path names and its permissions.",
  },
  CSV_BROKEN: {
    kind: "user",
    message: (d: { asset: string; path: string; line: number; column: string; problem: string }) =>
      `"${d.path}" (source "${d.asset}"), line ${d.line}${d.column === "" ? "" : `, column ${d.column}`}: ${d.problem}.`,
    fix: "Correct that line of the file, or the row schema.",
  },
  JSON_BROKEN: {
    kind: "user",
    message: (d: { asset: string; path: string; problem: string }) => `"${d.path}" (source "${d.asset}") is not valid JSON: ${d.problem}.`,
    fix: "Correct the file.",
  },
  OBSERVATION_INVALID: {
    kind: "user",
    message: (d: { asset: string; found: string }) => `observe of source "${d.asset}" returned ${d.found}, which is not a version.`,
    fix: "Return a string that is not empty, or { version, metadata }.",
  },
  SOURCE_KEEPS_CHANGING: {
    kind: "user",
    message: (d: { asset: string; times: number }) => `Source "${d.asset}" changed during each of ${d.times} attempts to read it.`,
    fix: "Let `load` return the version of what it read, or read from something that stands still.",
  },
  // system: What is wrong around us: processes, the database, the stored values.
  ASSET_NOT_SERVED: {
    kind: "system",
    message: (d: { asset: string }) => `The worker that took this step does not define "${d.asset}".`,
    fix: "Restart the worker with the current definitions, and run again.",
  },
  STEP_LOST: {
    kind: "system",
    message: (d: { worker: string; times: number }) => `The worker "${d.worker}" that ran this step stopped answering (${d.times} times in all).`,
    fix: "Look at the worker's output; run again when the cause is removed.",
  },
  VALUE_MISSING: {
    kind: "system",
    message: (d: { address: string; place: string }) => `The stored value ${d.address} is not in ${d.place}.`,
    fix: "Point at the value store that belongs to this database, or materialize the asset anew.",
  },
  VALUE_CORRUPT: {
    kind: "system",
    message: (d: { address: string; place: string }) => `The stored value ${d.address} in ${d.place} was changed or cut off after it was written.`,
    fix: "Materialize the asset anew with mode ALL.",
  },
  DATABASE_UNREACHABLE: {
    kind: "system",
    message: (d: { database: string; reason: string }) => `The Postgres database ${d.database} cannot be reached: ${d.reason}.`,
    fix: "Check that Postgres runs there and that DATABASE_URL is right; without DATABASE_URL, Headwater starts a Postgres of its own.",
  },
  DATABASE_TOO_OLD: {
    kind: "system",
    message: (d: { database: string; found: string; needed: string }) =>
      `The Postgres of ${d.database} is version ${d.found}; Headwater needs ${d.needed} or newer.`,
    fix: "Upgrade that Postgres, or leave DATABASE_URL out.",
  },
  DATABASE_TOO_NEW: {
    kind: "system",
    message: (d: { database: string; found: number; known: number }) =>
      `The database ${d.database} was migrated by a newer Headwater: it is at migration ${d.found}, this version knows ${d.known}. Nothing was changed.`,
    fix: "Use the newer version of Headwater, or another database.",
  },
  MIGRATION_CHANGED: {
    kind: "system",
    message: (d: { database: string; name: string }) =>
      `Migration ${d.name} is not the one that the database ${d.database} was migrated with. Nothing was changed.`,
    fix: "Put the old file back and write a new migration, or use a new database.",
  },
  MIGRATION_FAILED: {
    kind: "system",
    message: (d: { database: string; reason: string }) => `The database ${d.database} could not be migrated: ${d.reason}. Nothing was changed.`,
    fix: "Use an empty database, or one made by Headwater, and a user who may create a schema in it.",
  },
  EMBEDDED_POSTGRES_UNAVAILABLE: {
    kind: "system",
    message: (d: { directory: string; reason: string }) => `Headwater could not start a Postgres of its own for ${d.directory}: ${d.reason}.`,
    fix: "Set DATABASE_URL to a Postgres database that Headwater may use (an empty one, version 15 or newer).",
  },
} as const satisfies Record<string, CatalogueEntry>;
