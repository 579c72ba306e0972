/** By which declarations, packages and other inputs two code versions differ. */
import type { CodeChange, CodeDeclaration, CodeManifest } from "../model/code.ts";

/** What changed comes first, then what is new, then what is gone; declarations before packages, and those before other inputs. */
export function codeChanges(before: CodeManifest, after: CodeManifest): readonly CodeChange[] {
  const order = ["CHANGED", "ADDED", "REMOVED"];
  return [
    ...declarationChanges(before.declarations, after.declarations).toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change)),
    ...namedChanges("PACKAGE", versionsOf(before.packages), versionsOf(after.packages)),
    ...namedChanges("INPUT", hashesOf(before.extraInputs), hashesOf(after.extraInputs)),
  ];
}

/**
 * A declaration whose own text is on both sides is the same, under whatever name and in whatever file. Of the others, those of one name in
 * one file are one that changed, then those of one name: it was moved and edited.
 */
function declarationChanges(before: readonly CodeDeclaration[], after: readonly CodeDeclaration[]): readonly CodeChange[] {
  const known = new Set(after.map(({ hash }) => hash));
  const recorded = new Set(before.map(({ hash }) => hash));
  const gone = new Set(before.filter(({ hash }) => !known.has(hash)));
  const pairs = new Map<CodeDeclaration, CodeDeclaration | null>(after.filter(({ hash }) => !recorded.has(hash)).map((declaration) => [declaration, null]));
  for (const isSame of [(a: CodeDeclaration, b: CodeDeclaration) => a.file === b.file, () => true]) {
    for (const [now, paired] of pairs) {
      if (paired !== null) continue;
      const was = [...gone].find((one) => one.name === now.name && isSame(one, now));
      if (was === undefined) continue;
      gone.delete(was);
      pairs.set(now, was);
    }
  }
  return [...[...pairs].map(([now, was]) => declarationChange(was, now)), ...[...gone].map((was) => declarationChange(was, null))];
}

function declarationChange(was: CodeDeclaration | null, now: CodeDeclaration | null): CodeChange {
  const { name, file, line, through } = now ?? was ?? { name: "", file: null, line: null, through: null };
  const change = was === null ? "ADDED" : now === null ? "REMOVED" : "CHANGED";
  return { kind: "DECLARATION", change, name, file, line, through, from: was?.hash ?? null, to: now?.hash ?? null, fromLine: was?.line ?? null };
}

type Named = ReadonlyMap<string, string>;

/** Two versions of one package may be in use: then they count together. */
const versionsOf = (packages: CodeManifest["packages"]): Named =>
  new Map([...Map.groupBy(packages, ({ name }) => name)].map(([name, some]) => [name, some.map(({ version }) => version).join(" and ")]));

const hashesOf = (inputs: CodeManifest["extraInputs"]): Named => new Map(inputs.map(({ name, hash }) => [name, hash]));

function namedChanges(kind: "PACKAGE" | "INPUT", before: Named, after: Named): readonly CodeChange[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name): readonly CodeChange[] => {
    const from = before.get(name) ?? null;
    const to = after.get(name) ?? null;
    if (from === to) return [];
    const change = from === null ? "ADDED" : to === null ? "REMOVED" : "CHANGED";
    // the hash of a short value can be guessed
    const shown = name.startsWith("env ") ? { from: null, to: null } : { from, to };
    return [{ kind, change, name, file: null, line: null, through: null, ...shown, fromLine: null }];
  });
}
