/** Random edits of what a program computes: one expression, constant or branch becomes another. */
import fc from "fast-check";
import { type Expression, operators, type Program } from "./program.ts";
import { expressionsIn, isExpression, keysOf, mayReach, reaching } from "./reach.ts";

export interface Mutation {
  readonly program: Program;
  /** What kind of thing was edited. */
  readonly kind: string;
  /** Keys of the assets whose code it is part of. */
  readonly changes: ReadonlySet<string>;
  /** And of those that may count, too. */
  readonly mayChange: ReadonlySet<string>;
}

/** @param part Names of the way to a part of the program. */
function mutated(program: Program, part: readonly (string | number)[], seed: number): Mutation | null {
  const [list, position, ...within] = part as ["declarations" | "assets", number, ...string[]];
  const target = [list, position, ...within].reduce((inner: unknown, name) => (inner as Record<string, unknown>)[name], program);
  const sites = expressionsIn(target);
  const site = sites[seed % sites.length];
  if (site === undefined) return null;
  const other = edited(site, seed);
  const result = substitute(program, site, other) as Program;
  const isParam = list === "assets" && within[0] === "params";
  const owners =
    list === "declarations" ? reaching(program, position) : new Set(keysOf(program, position).filter((_, index) => !isParam || index === Number(within[1])));
  return {
    program: result,
    kind: isParam ? "params" : list === "assets" ? `asset ${site.kind}` : `${program.declarations[position]?.kind} ${site.kind}`,
    changes: owners,
    mayChange: list === "declarations" ? mayReach(program, position) : owners,
  };
}

/** Always another text. */
function edited(site: Expression, seed: number): Expression {
  switch (site.kind) {
    case "number":
      return { ...site, value: site.value + 1 + (seed % 3) };
    case "text":
      return { ...site, value: `${site.value}er` };
    case "local":
      return { kind: "binary", operator: "+", left: site, right: { kind: "number", value: 1 } };
    case "binary":
      return { ...site, operator: operators[(operators.indexOf(site.operator) + 1 + (seed % (operators.length - 1))) % operators.length] ?? "+" };
    case "conditional":
      return { ...site, test: { kind: "binary", operator: "===", left: site.test, right: { kind: "number", value: 0 } } };
    case "list":
      return { ...site, elements: [...site.elements, { kind: "number", value: 7 }] };
    case "use":
      return { kind: "binary", operator: "-", left: site, right: { kind: "number", value: 1 } };
  }
}

/** The same tree with another expression in the place of this very one. */
function substitute(part: unknown, site: Expression, other: Expression): unknown {
  if (part === site) return other;
  if (Array.isArray(part)) return part.map((inner) => substitute(inner, site, other));
  if (typeof part !== "object" || part === null || (isExpression(part) && !expressionsIn(part).includes(site))) return part;
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, substitute(inner, site, other)]));
}

/** Parts that can be edited. */
const partsOf = ({ declarations, assets }: Program): readonly (readonly (string | number)[])[] => [
  ...declarations.map((_, position) => ["declarations", position]),
  ...assets.flatMap(({ params, config, transform }, position) => [
    ["assets", position, "body"],
    ...(config === null ? [] : [["assets", position, "config"]]),
    ...(transform === null ? [] : [["assets", position, "transform"]]),
    ...(params ?? []).map((_, index) => ["assets", position, "params", index]),
  ]),
];

/** What a part is: each kind is edited as often as any other. */
const kindOf = ({ declarations }: Program, [list, position, part]: readonly (string | number)[]): string =>
  list === "declarations" ? (declarations[Number(position)]?.kind ?? "") : String(part);

export const mutations = (program: Program): fc.Arbitrary<Mutation> =>
  fc
    .constantFrom(...Map.groupBy(partsOf(program), (part) => kindOf(program, part)).values())
    .chain((parts) => fc.record({ part: fc.constantFrom(...parts), seed: fc.nat({ max: 10_000 }) }))
    .map(({ part, seed }) => mutated(program, part, seed))
    .filter((mutation) => mutation !== null);
