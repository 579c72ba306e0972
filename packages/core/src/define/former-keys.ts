/** Checks what definitions say of the keys that they had before. */
import { assetKeyProblem } from "../model/asset-key.ts";
import { HeadwaterError, type Problem } from "../model/errors.ts";
import type { AnyDefinition } from "./definition.ts";
import { problemFrom } from "./draft.ts";

/** Former keys that are none: still in use, claimed by two, or no keys at all. */
export function formerKeyProblems(byKey: ReadonlyMap<string, AnyDefinition>): readonly Problem[] {
  const claimed = new Map<string, string>();
  return [...byKey.values()].flatMap((definition) =>
    definition.formerly.flatMap((former) => {
      const problem = formerKeyProblem(definition, former, byKey, claimed.get(former));
      claimed.set(former, definition.key);
      return problem === undefined ? [] : [problemFrom(new HeadwaterError("FORMER_KEY_INVALID", { key: definition.key, former, problem }), definition)];
    }),
  );
}

function formerKeyProblem({ key }: AnyDefinition, former: string, byKey: ReadonlyMap<string, AnyDefinition>, claimant: string | undefined): string | undefined {
  if (former === key) return "that is its key now";
  const inUse = byKey.get(former);
  if (inUse !== undefined) return `that is the key of another asset${inUse.declaredAt === null ? "" : ` (${inUse.declaredAt.file}:${inUse.declaredAt.line})`}`;
  if (claimant !== undefined) return claimant === key ? "it says so twice" : `"${claimant}" says so, too`;
  const invalid = assetKeyProblem(former);
  return invalid && `that cannot have been a key: ${invalid}`;
}
