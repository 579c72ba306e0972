/** The catalogue of errors: every message names the thing, the value found, what is allowed; the fix says what to do. */
import { commandErrors } from "./command-errors.ts";
import { queryErrors } from "./query-errors.ts";
import { quotedList } from "./quoted-list.ts";

export type ErrorKind = "definition" | "request" | "user" | "system";
export interface CatalogueEntry {
  readonly kind: ErrorKind;
  // biome-ignore lint/suspicious/noExplicitAny: each entry has details of its own
  readonly message: (details: any) => string;
  readonly fix: string;
}

const ofAsset = (asset: string | null | undefined): string => (asset === null || asset === undefined ? "" : ` of "${asset}"`);

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
  FORMER_KEY_INVALID: {
    kind: "definition",
    message: (d: { key: string; former: string; problem: string }) =>
      `"${d.key}" says that it was formerly ${JSON.stringify(d.former).slice(0, 200)}, but ${d.problem}.`,
    fix: "Name keys that this asset had before and that no asset has now.",
  },
  DEFINITION_INVALID: {
    kind: "definition",
    message: (d: { key: string; problem: string }) => `Asset "${d.key}": ${d.problem}.`,
    fix: "Correct the declaration.",
  },
  OUTPUTS_NOT_INCLUDED: {
    kind: "definition",
    message: (d: { key: string; missing: readonly string[]; included: string }) =>
      `The function "${d.key}" computes ${quotedList(d.missing)} together with "${d.included}", but not all of its outputs are among the definitions.`,
    fix: "Include the whole record that assets() returned.",
  },
  CHECK_INVALID: {
    kind: "definition",
    message: (d: { name: string; asset: string | null; problem: string }) => `Check ${JSON.stringify(d.name)}${ofAsset(d.asset)}: ${d.problem}.`,
    fix: "Correct the declaration of the check.",
  },
  EXTERNAL_INPUT: {
    kind: "definition",
    message: (d: { key: string; input: string; upstream: string }) =>
      `Input "${d.input}" of asset "${d.key}" loads "${d.upstream}", whose output is external: there is nothing to load.`,
    fix: "Write unloaded(asset) for the input: a full dependency. Read the data itself from where it lies.",
  },
  SPEC_KEY_UNKNOWN: {
    kind: "definition",
    message: (d: { key: string; name: string; similar: readonly string[] }) =>
      `Asset "${d.key}" has the key "${d.name}", which means nothing here${d.similar.length === 0 ? "" : `; did you mean ${quotedList(d.similar)}?`}.`,
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
      `define({ include }) was given ${d.found} at ${d.place}; it takes assets, checks, arrays, records and module namespaces of them.`,
    fix: "Export what asset(), assets(), source() and check() make.",
  },
  DEFINE_KEY_UNKNOWN: {
    kind: "definition",
    message: (d: { name: string }) => `define() was given "${d.name}"; it takes "include", "config", "resources" and "untrackedPackages".`,
    fix: "Leave it out.",
  },
  DEFINE_RESOURCES_INVALID: {
    kind: "definition",
    message: (d: { found: string }) => `define({ resources }) was given ${d.found}; it takes resources by the names that assets call them by.`,
    fix: "Write it like { warehouse: resource({ open: ... }) }.",
  },
  DEFINE_PACKAGES_INVALID: {
    kind: "definition",
    message: (d: { found: string }) => `define({ untrackedPackages }) was given ${d.found}; it takes a list of names of npm packages.`,
    fix: 'Write it like ["pino", "@acme/logging"].',
  },
  EXTRA_INPUT_INVALID: {
    kind: "definition",
    message: (d: { key: string; input: string; problem: string }) => `The extra input ${JSON.stringify(d.input)} of "${d.key}" ${d.problem}.`,
    fix: "Correct it: a glob starts at the directory of the entry file, and `node_modules`, `.git` and `.headwater` are not looked into.",
  },
  RESOURCE_INVALID: {
    kind: "definition",
    message: (d: { name: string; problem: string }) => `Resource "${d.name}" of define({ resources }): ${d.problem}.`,
    fix: "Correct the declaration.",
  },
  RESOURCE_UNTRACKED: {
    kind: "definition",
    message: (d: { name: string; users: readonly string[] }) =>
      `Resource "${d.name}" of ${quotedList(d.users)} is not tracked: a change of its code or values makes nothing stale.`,
    fix: "That is right for a mere way to data. Otherwise give it `tracked: true` or a `codeVersion`.",
  },
  UNTRACKED_CAPTURE: {
    kind: "definition",
    message: (d: { key: string; name: string }) =>
      `The code of "${d.key}" uses \`${d.name}\`, a variable of a function, loop or block around it: another value of it would make nothing stale.`,
    fix: "Put what is used of it into `params`, which count by their values (`params: { ... }`), or state a `codeVersion`.",
  },
  CODE_NOT_FOLLOWED: {
    kind: "definition",
    message: (d: { key: string | null; what: string; counts: string }) =>
      `${d.key === null ? "Code" : `The code of "${d.key}"`} cannot be followed through ${d.what}: ${d.counts} counts in the code version.`,
    fix: "Nothing is missed by that, but more edits make it stale. Write it so that imports and object literals can be read, or state a `codeVersion`.",
  },
  CODE_UNREADABLE: {
    kind: "definition",
    message: (d: { key: string }) => `The code of "${d.key}" cannot be read (a bound or native function), so a change of it makes nothing stale.`,
    fix: 'Write the function where it is used, or state a version: `codeVersion: "1"`.',
  },
  RESOURCE_UNKNOWN: {
    kind: "definition",
    message: (d: { name: string; known: readonly string[] }) =>
      `A resource was given for "${d.name}", which nothing here uses. Resources: ${quotedList(d.known)}.`,
    fix: "Correct the name: it is the one in `resources: { ... }` of an asset or source.",
  },
  CONFIG_UNKNOWN_ASSET: {
    kind: "definition",
    message: (d: { key: string; known: readonly string[] }) =>
      `Config is given for "${d.key}", which is not an asset with a config. Assets with one: ${quotedList(d.known)}.`,
    fix: "Correct the key.",
  },
  ENTRY_WITHOUT_DEFINITIONS: {
    kind: "definition",
    message: (d: { path: string; found: string }) => `The default export of "${d.path}" is ${d.found}, not the result of define().`,
    fix: "Write `export default define({ include: [...] })`.",
  },
  MANIFEST_INVALID: {
    kind: "definition",
    message: (d: { path: string; problem: string }) => `The build manifest "${d.path}" cannot be read: ${d.problem}.`,
    fix: "Make it anew with `headwater build-manifest`, or remove it: then code versions are found in the files that are there.",
  },
  MANIFEST_OUTDATED: {
    kind: "definition",
    message: (d: { path: string; problem: string }) => `The build manifest "${d.path}" is of another state of the project: ${d.problem}.`,
    fix: "Make it anew from the source of this build with `headwater build-manifest`.",
  },
  ENTRY_FAILED: {
    kind: "definition",
    message: (d: { path: string; problem: string; place: string | null }) =>
      `"${d.path}" cannot be loaded: ${d.problem}${d.place === null ? "" : ` (${d.place})`}`,
    fix: "Correct it and try again.",
  },
  ENTRY_CHANGED: {
    kind: "definition",
    message: (d: { path: string }) => `"${d.path}" changed while it was being loaded: what runs and what is in the files would be two different things.`,
    fix: "Try again once nothing writes to it any more.",
  },
  ENTRY_ENDED: {
    kind: "definition",
    message: (d: { path: string; end: string; place: string | null }) =>
      `The process ended (${d.end}) while it loaded "${d.path}"${d.place === null ? "" : `: see ${d.place}`}.`,
    fix: "Leave out what ends the process when a module is imported, such as process.exit(). What it printed before may say more.",
  },
  ENTRY_TIMEOUT: {
    kind: "definition",
    message: (d: { path: string; seconds: number; place: string | null; problem: string }) =>
      `"${d.path}" was not loaded within ${d.seconds} s: ${d.problem}${d.place === null ? "" : ` (${d.place})`}`,
    fix: "Move what takes long into a function that runs with a step, or allow more time with HEADWATER_IMPORT_TIMEOUT (in seconds).",
  },
  // request: What cannot be done as asked: nothing was changed.
  CONFIG_INVALID: {
    kind: "request",
    message: (d: { key: string; problem: string }) => `The config of "${d.key}" does not fit its schema: ${d.problem}.`,
    fix: "Correct the value, or give the schema a default.",
  },
  ASSET_UNKNOWN: {
    kind: "request",
    message: (d: { key: string; similar: readonly string[] }) =>
      `There is no asset "${d.key}"${d.similar.length > 0 ? `. Similar: ${quotedList(d.similar)}` : ""}.`,
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
    message: (d: { blocked: readonly string[]; missing: readonly string[]; failedChecks: readonly string[] }) => {
      const missing =
        d.missing.length === 0
          ? []
          : [
              `${quotedList(d.missing)} ${d.missing.length === 1 ? "has" : "have"} never been materialized and ${d.missing.length === 1 ? "is" : "are"} not in this plan`,
            ];
      return `${quotedList(d.blocked)} cannot run: ${[...missing, ...d.failedChecks].join("; ")}.`;
    },
    fix: "Include what is missing (--upstream), materialize anew what failed its check once that is mended, or leave the blocked steps out (--skip-blocked).",
  },
  PLAN_CHANGED: {
    kind: "request",
    message: (d: { now: readonly string[] }) =>
      `The world moved since the plan was shown: it is now ${d.now.length === 0 ? "nothing" : quotedList(d.now)} that would run, or for other reasons. Nothing was started.`,
    fix: "Look at the new plan and confirm it.",
  },
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
  ...queryErrors,
  ...commandErrors,
  NO_SOURCE_SELECTED: {
    kind: "request",
    message: (d: { selection: string }) => `There is no source in or upstream of the selection "${d.selection}", and only sources are observed.`,
    fix: 'Select sources, such as "raw/*", or assets that depend on one.',
  },
  OBSERVATION_TIMEOUT: {
    kind: "request",
    message: (d: { sources: readonly string[]; seconds: number }) => `No worker said within ${d.seconds} s what it finds at ${quotedList(d.sources)}.`,
    fix: "Look at the worker's output: it may be busy, or its code may hang.",
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
  ACCEPT_REFUSED: {
    kind: "request",
    message: (d: { refused: readonly string[] }) => `Nothing was accepted: ${quotedList(d.refused)} cannot be.`,
    fix: "Leave them out of the selection; what is missing or too old has to be materialized.",
  },
  NOT_MATERIALIZED: {
    kind: "request",
    message: (d: { asset: string }) => `"${d.asset}" has no stored value.`,
    fix: "Materialize it first; a step that failed stores nothing.",
  },
  SOURCE_UNKNOWN: {
    kind: "request",
    message: (d: { key: string; known: readonly string[] }) => `A value was given for "${d.key}", which is not a source. Sources: ${quotedList(d.known)}.`,
    fix: "Correct the key.",
  },
  STEP_UNKNOWN: {
    kind: "request",
    message: (d: { asset: string; known: readonly string[] }) => `The run has no step for "${d.asset}". Its steps: ${quotedList(d.known)}.`,
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
  METADATA_RESERVED: {
    kind: "user",
    message: (d: { asset: string; name: string; reserved: readonly string[] }) =>
      `"${d.asset}" notes metadata named "${d.name}", which Headwater notes itself. Reserved: ${quotedList(d.reserved)}.`,
    fix: "Choose another name.",
  },
  OUTPUT_FILE_UNREADABLE: {
    kind: "user",
    message: (d: { asset: string; path: string; problem: string }) => `The output of "${d.asset}" is the file "${d.path}", which cannot be read: ${d.problem}.`,
    fix: "Return the path of a file that is there when the function ends; relative paths start at the directory of headwater.config.ts.",
  },
  DATA_VERSION_INVALID: {
    kind: "user",
    message: (d: { asset: string; found: string }) => `The data version of "${d.asset}" is ${d.found}, not a text.`,
    fix: "Return a string that is not empty from `dataVersion` (not a promise of one), or from `observe` of external().",
  },
  OUTPUTS_INVALID: {
    kind: "user",
    message: (d: { asset: string; outputs: readonly string[]; found: string }) =>
      `The function of "${d.asset}" returned ${d.found}, not one value for each of its outputs.`,
    fix: "Return an object with exactly the names of `outputs`.",
  },
  CHECK_ANSWER_INVALID: {
    kind: "user",
    message: (d: { asset: string; check: string; found: string }) => `Check "${d.check}" of "${d.asset}" answered ${d.found}.`,
    fix: "Return true or false, or { passed, message, metadata } with a text and JSON.",
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
  JSONL_BROKEN: {
    kind: "user",
    message: (d: { asset: string; path: string; line: number; field: string; problem: string }) =>
      `"${d.path}" (source "${d.asset}"), line ${d.line}${d.field === "" ? "" : `, at ${d.field}`}: ${d.problem}.`,
    fix: "Correct that line of the file (each holds one JSON object), or the row schema.",
  },
  TEXT_NOT_UTF8: {
    kind: "user",
    message: (d: { asset: string; path: string; line: number; problem: string }) =>
      `"${d.path}" (source "${d.asset}") is not UTF-8 text: ${d.problem}, in line ${d.line}.`,
    fix: "Save it as UTF-8, or write a source of your own that decodes it.",
  },
  HTTP_STATUS: {
    kind: "user",
    message: (d: { asset: string; url: string; method: string; status: number; statusText: string }) =>
      `${d.method} ${d.url} (source "${d.asset}") answered with status ${d.status}${d.statusText === "" ? "" : ` ${d.statusText}`}.`,
    fix: "Check the address and what the server wants, such as a header with a token.",
  },
  HTTP_UNREACHABLE: {
    kind: "user",
    message: (d: { asset: string; url: string; problem: string }) => `${d.url} (source "${d.asset}") cannot be read: ${d.problem}.`,
    fix: "Check the address and the network, and try again.",
  },
  OBSERVATION_INVALID: {
    kind: "user",
    message: (d: { asset: string; found: string }) => `observe of source "${d.asset}" returned ${d.found}, which says no version.`,
    fix: "Return a string that is not empty, or { version, metadata } with plain JSON as metadata.",
  },
  RESOURCE_FAILED: {
    kind: "user",
    message: (d: { asset: string; resource: string; problem: string }) => `Resource "${d.resource}" of "${d.asset}" could not be opened: ${d.problem}`,
    fix: "Correct its config or what it connects to; the next step that needs it tries again.",
  },
  RESOURCE_NOT_GIVEN: {
    kind: "user",
    message: (d: { asset: string; resource: string }) => `"${d.asset}" uses resource "${d.resource}", which was not given to invoke().`,
    fix: "Give one, open or made up: invoke(inputs, { resources: { name: value } }).",
  },
  TIMEOUT: {
    kind: "user",
    message: (d: { what: string; limit: string }) => `The ${d.what} did not end within ${d.limit}, so it was given up.`,
    fix: 'Find out what it waits for, or give it more time: `timeout: "5m"`.',
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
  OUTPUTS_NOT_SERVED: {
    kind: "system",
    message: (d: { asset: string; planned: readonly string[]; served: readonly string[] }) =>
      `The function of "${d.asset}" has other outputs for the worker that took this step (${quotedList(d.served)}) than for the plan (${quotedList(d.planned)}).`,
    fix: "Restart the worker with the current definitions, and run again.",
  },
  SECRET_MISSING: {
    kind: "system",
    message: (d: { asset: string; resource: string; name: string }) =>
      `The secret ${d.name}, which resource "${d.resource}" of "${d.asset}" needs, is not set.`,
    fix: "Set it in the environment of the process that runs the steps (the worker; for a test, `secrets`), and start that again.",
  },
  STEP_LOST: {
    kind: "system",
    message: (d: { worker: string; times: number }) => `The worker "${d.worker}" that ran this step stopped answering (${d.times} times in all).`,
    fix: "Look at the worker's output; run again when the cause is removed.",
  },
  VALUE_MISSING: {
    kind: "system",
    message: (d: { address: string; place: string; asset?: string | null }) => `The stored value${ofAsset(d.asset)} ${d.address} is not in ${d.place}.`,
    fix: "Point at the value store that belongs to this database, or materialize the asset anew.",
  },
  VALUE_CORRUPT: {
    kind: "system",
    message: (d: { address: string; place: string; asset?: string | null }) =>
      `The stored value${ofAsset(d.asset)} ${d.address} in ${d.place} was changed or cut off after it was written.`,
    fix: "Materialize that asset anew with mode ALL.",
  },
  VALUE_STORE_MISMATCH: {
    kind: "system",
    message: (d: { bound: { id: string; place: string }; given: { id: string; place: string } }) =>
      `The database belongs with the value store ${d.bound.id} (first used at ${d.bound.place}), and not with ${d.given.id} at ${d.given.place}.`,
    fix: "Run where that value store is, or use another database. To let a moved or restored store take its place, write the first id into the file `id` of the second.",
  },
  VALUE_STORE_UNWRITABLE: {
    kind: "system",
    message: (d: { place: string; problem: string }) => `Nothing can be written to ${d.place}: ${d.problem}. Nothing was stored.`,
    fix: "Make room or correct the permissions, and run again.",
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
