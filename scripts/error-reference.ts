/** docs/errors.md: every error that Headwater reports, from the catalogue. */
import { catalogue } from "../packages/core/src/model/error-catalogue.ts";

const kinds = {
  definition: ["Definitions", "Wrong in the declarations of assets: found before anything runs, all at once."],
  request: ["Requests", "Wrong in what was asked for. Nothing was changed."],
  user: ["Your code and data", "Went wrong in an asset's function or in what it read. Recorded on the step; what was stored before stays."],
  system: ["System", "Something that Headwater stands on is not as it must be."],
} as const;

/** The page as Markdown. */
export function errorReference(): string {
  const entries = Object.entries(catalogue);
  const sections = Object.entries(kinds).map(([kind, [title, meaning]]) => {
    const ofKind = entries.filter(([, entry]) => entry.kind === kind).sort(([a], [b]) => (a < b ? -1 : 1));
    return [`## ${title}`, meaning, ...ofKind.map(([code, entry]) => `### ${code}\n\n${messageOf(entry.message)}\n\n*What to do:* ${entry.fix}`)].join("\n\n");
  });
  return `${["<!-- Generated from packages/core/src/model/errors.ts by `npm run gen`. -->", "# Errors", "Every error has a code that stays the same, a message, and what to do about it. `{...}` stands for what was found.", ...sections].join("\n\n")}\n`;
}

/** The message with the names of its details in the places of their values. */
function messageOf(message: (details: never) => string): string {
  const details = new Proxy({}, { get: (_, name) => placeholder(`{${String(name)}}`) });
  return message(details as never);
}

/** Reads as its name where a text, a list or JSON is expected. */
const placeholder = (name: string): readonly string[] => Object.assign([name], { toJSON: () => name });
