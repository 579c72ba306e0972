/** Brings the checks that `define` was given to their assets. */
import { HeadwaterError, type Problem } from "../model/errors.ts";
import type { IncludedCheck } from "./check.ts";
import type { AnyDefinition, AssetDefinition } from "./definition.ts";
import { problemFrom } from "./draft.ts";

type ByKey = ReadonlyMap<string, AnyDefinition>;

/** What is wrong with checks by themselves, and among the definitions. */
export function checkProblems(byKey: ByKey, checks: readonly IncludedCheck[]): readonly Problem[] {
  return [
    ...checks.flatMap((check) => [...check.problems, ...strangers(byKey, check)]),
    ...assetsOf(attachChecks(byKey, checks)).flatMap((asset) => takenNames(asset, checks)),
  ];
}

/** The same definitions, with the checks in their assets. */
export function attachChecks(byKey: ByKey, checks: readonly IncludedCheck[]): ByKey {
  if (checks.length === 0) return byKey;
  const byTarget = Map.groupBy(checks, (check) => check.target);
  return new Map(
    [...byKey].map(([key, definition]) => {
      const more = (byTarget.get(definition) ?? []).map((check) => check.definition);
      return [key, definition.kind === "source" || more.length === 0 ? definition : { ...definition, checks: [...definition.checks, ...more] }];
    }),
  );
}

const assetsOf = (byKey: ByKey): readonly AssetDefinition[] => [...byKey.values()].filter((definition) => definition.kind === "asset");

/** A check of an asset that is not included, or of another one of the same name. */
function strangers(byKey: ByKey, { target, problemOf }: IncludedCheck): readonly Problem[] {
  if (target === undefined || byKey.get(target.key) === target) return [];
  return [problemOf(`its asset is not among the definitions; add it to define({ include })`)];
}

function takenNames(asset: AssetDefinition, included: readonly IncludedCheck[]): readonly Problem[] {
  const groups = Map.groupBy(asset.checks, (check) => check.name);
  const taken = [...groups.values()].filter((group) => group.length > 1);
  return taken.map((group) => {
    const last = group.at(-1);
    const problem = "the asset has two checks of this name; rename one of them";
    const known = included.find((check) => check.definition === last);
    return known?.problemOf(problem) ?? problemFrom(new HeadwaterError("CHECK_INVALID", { name: last?.name ?? "", asset: asset.key, problem }), asset);
  });
}
