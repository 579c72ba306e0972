/** Whether code is another one than was recorded, and what changed, in words. */
import type { CodeChange, ManifestLookup } from "../model/code.ts";
import type { CodeParts, TracedInput } from "../model/trace.ts";
import { codeChanges } from "./code-changes.ts";

/** The code of an asset or a source, as it was recorded or as it is now. */
export interface Code {
  readonly codeVersion: string;
  readonly codeParts: CodeParts;
}

/** Another way to find versions gives the same code another version: then the texts that it was found from tell whether it is the same. */
export const isSameCode = (recorded: Code, now: Code): boolean =>
  recorded.codeVersion === now.codeVersion || isOnlyAnotherScheme(recorded.codeParts, now.codeParts);

function isOnlyAnotherScheme(recorded: CodeParts, now: CodeParts): boolean {
  if (recorded.scheme === now.scheme || recorded.explicit !== now.explicit || recorded.params !== now.params) return false;
  if (recorded.raw !== undefined && now.raw !== undefined) return recorded.raw === now.raw;
  return recorded.module !== undefined && recorded.module === now.module;
}

/** The same of the code by which an input read a source. */
export const isSameSource = ({ sourceCode, sourceParts }: Pick<TracedInput, "sourceCode" | "sourceParts">, now: Code): boolean =>
  sourceCode !== null &&
  (sourceCode === now.codeVersion ||
    sourceCode === now.codeParts.byText ||
    (sourceParts !== undefined && isSameCode({ codeVersion: sourceCode, codeParts: sourceParts }, now)));

/** What changed from one code to another: as far as it was saved, by declarations; else by the parts of the definition. */
export function codeDifference(recorded: Code, now: Code, manifests: ManifestLookup): { readonly words: string; readonly changes: readonly CodeChange[] } {
  const [before, after] = [manifests.get(recorded.codeVersion), manifests.get(now.codeVersion)];
  if (before === undefined || after === undefined || recorded.codeParts.explicit !== now.codeParts.explicit) {
    return { words: changedParts(recorded.codeParts, now.codeParts), changes: [] };
  }
  const changes = codeChanges(before, after);
  const clauses = [...(recorded.codeParts.params === now.codeParts.params ? [] : [partNames.params]), ...changes.map(changeText)];
  return { words: clauses.length === 0 ? changedParts(recorded.codeParts, now.codeParts) : firstOf(clauses), changes };
}

const partNames = { body: "its function", schema: "its schema", config: "its config schema", params: "its params" } as const;

function changedParts(before: CodeParts, after: CodeParts): string {
  if (before.explicit !== after.explicit) return `its stated version was ${before.explicit ?? "automatic"} and is ${after.explicit ?? "automatic"}`;
  const changed = (Object.keys(partNames) as (keyof typeof partNames)[]).filter((part) => before[part] !== after[part]).map((part) => partNames[part]);
  return changed.join(", ") || "its version";
}

const shown = 2;

function firstOf(clauses: readonly string[]): string {
  const more = clauses.length - shown;
  return more > 0 ? `${clauses.slice(0, shown).join(", ")} and ${more} more` : clauses.join(" and ");
}

/** "`normalise` in `lib/units.ts` changed (reached through `clean`)" */
export function changeText(change: CodeChange): string {
  if (change.kind === "PACKAGE") return packageText(change);
  const verb = { CHANGED: "changed", ADDED: "is new", REMOVED: "is gone" }[change.change];
  if (change.kind === "INPUT") return `\`${change.name}\` ${verb}`;
  if (change.through === null && !isReached(change)) {
    const own = ownParts.get(change.name) ?? `its \`${change.name}\``;
    return change.change === "CHANGED" ? own : `${own} ${verb}`;
  }
  return `${placeText(change)} ${verb}${change.through === null ? "" : ` (reached through \`${change.through}\`)`}`;
}

/** Statements and files count as soon as their module is reached, be it through nothing that has a name. */
const isReached = ({ name }: CodeChange): boolean => name === "statement" || name === "";

function placeText({ name, file }: CodeChange): string {
  if (name === "") return `\`${file}\``;
  return `${name === "statement" ? "a statement" : `\`${name}\``} in \`${file}\``;
}

/** Parts of a definition by the words that a cause without manifests has for them. */
const ownParts: ReadonlyMap<string, string> = new Map([
  ["run", partNames.body],
  ["output", partNames.schema],
  ["outputs", partNames.schema],
  ["schema", partNames.schema],
  ["config", partNames.config],
  ["spec", "its definition"],
  ["definition", "its definition"],
]);

function packageText({ name, change, from, to }: CodeChange): string {
  if (change === "CHANGED") return `package \`${name}\` ${from} -> ${to}`;
  return change === "ADDED" ? `package \`${name}\` ${to} is new` : `package \`${name}\` ${from} is gone`;
}
