/** What a command cannot do as asked, with runs, values and files. Part of the error catalogue. */
import { quotedList } from "./quoted-list.ts";

export const commandErrors = {
  RUN_UNKNOWN: {
    kind: "request" as const,
    message: (d: { id: string; latest?: readonly string[] }) => `There is no run "${d.id}"${d.latest?.length ? `. The latest: ${quotedList(d.latest)}` : ""}.`,
    fix: "Look at the list of runs: `headwater runs`.",
  },
  RUN_AMBIGUOUS: {
    kind: "request" as const,
    message: (d: { id: string; matches: readonly string[] }) => `More than one run begins with "${d.id}": ${quotedList(d.matches)}.`,
    fix: "Write more of its id.",
  },
  RUN_NOT_ENDED: {
    kind: "request" as const,
    message: (d: { id: string; status: string }) => `Run "${d.id}" has not ended yet: ${d.status}.`,
    fix: "Wait for its end, or cancel it.",
  },
  NOTHING_TO_RETRY: {
    kind: "request" as const,
    message: (d: { id: string; status: string; gone: readonly string[]; checks: readonly string[] }) =>
      `Run "${d.id}" (${d.status}) left no step to do again${d.gone.length === 0 ? "" : ` that is still defined; gone: ${quotedList(d.gone)}`}${d.checks.length === 0 ? "" : `; failed checks: ${quotedList(d.checks)}`}.`,
    fix: "Retry it from the start, or start a new run; what failed a check is computed anew in mode ALL.",
  },
  RUN_ENDED: {
    kind: "request" as const,
    message: (d: { id: string; status: string }) => `Run "${d.id}" has already ended: ${d.status}.`,
    fix: "Start a new one.",
  },
  VALUE_ELSEWHERE: {
    kind: "request" as const,
    message: (d: { asset: string; what: "a source" | "external" }) =>
      d.what === "external"
        ? `The output of "${d.asset}" is external: nothing of it is stored here.`
        : `"${d.asset}" is a source: it is observed, and nothing of it is stored here.`,
    fix: "Read the data where it lies.",
  },
  VALUE_BINARY: {
    kind: "request" as const,
    message: (d: { asset: string; bytes: number; mediaType: string | null }) =>
      `The file of "${d.asset}" (${d.mediaType ?? "of unknown type"}, ${d.bytes} bytes) is not text, and a terminal shows only text.`,
    fix: "Write it to a file with --output FILE, or pipe it into a program.",
  },
  OUTPUT_UNWRITABLE: {
    kind: "request" as const,
    message: (d: { path: string; problem: string }) => `"${d.path}" cannot be written: ${d.problem}.`,
    fix: "Name another place with --output.",
  },
  CONFIRMATION_NEEDED: {
    kind: "request" as const,
    message: (d: { what: string }) => `${d.what} needs a confirmation, and nobody is at a terminal to give it. Nothing was changed.`,
    fix: "Repeat the command with --yes.",
  },
  DATABASE_WITHOUT_RUNS: {
    kind: "request" as const,
    message: (d: { database: string; place: string }) =>
      `The database ${d.database} has no runs: to it, all that is stored in ${d.place} looks unused. Nothing was removed.`,
    fix: "Name the database that these values belong with (--database-url, DATABASE_URL); for values without one, remove the directory.",
  },
  DIRECTORY_NOT_EMPTY: {
    kind: "request" as const,
    message: (d: { directory: string; found: readonly string[] }) =>
      `"${d.directory}" is not empty: it has ${quotedList(d.found.slice(0, 5))}${d.found.length > 5 ? ` and ${d.found.length - 5} more` : ""}.`,
    fix: "Name another directory: headwater init DIRECTORY. Nothing was written.",
  },
  DIRECTORY_UNUSABLE: {
    kind: "request" as const,
    message: (d: { directory: string; problem: string }) => `"${d.directory}" cannot be written to: ${d.problem}.`,
    fix: "Name another directory: headwater init DIRECTORY.",
  },
};
