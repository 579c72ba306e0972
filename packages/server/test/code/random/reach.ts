/** Which assets reach what in a random program: the rules read literally, over its plan and not its text. */
import type { Expression, Program } from "./program.ts";

/** Keys of the assets that one plan makes. */
export const keysOf = ({ assets }: Program, position: number): readonly string[] =>
  assets[position]?.params?.map((_, index) => `a${position}/${index}`) ?? [`a${position}`];

/** All expressions within a part of a program. */
export function expressionsIn(part: unknown): readonly Expression[] {
  if (typeof part !== "object" || part === null) return [];
  const inner = Object.values(part).flatMap(expressionsIn);
  return isExpression(part) ? [part, ...inner] : inner;
}

const expressionKinds = new Set(["number", "text", "local", "binary", "conditional", "list", "use"]);
export const isExpression = (part: object): part is Expression => "kind" in part && expressionKinds.has(String(part.kind));

const usesOf = (part: unknown): readonly number[] => expressionsIn(part).flatMap((found) => (found.kind === "use" ? [found.target] : []));

/** Keys of the assets that reach a declaration, at any distance. */
export const reaching = (program: Program, target: number): ReadonlySet<string> => reachingBy(program, target, () => []);

/** Those that may count as reaching it: a statement that only reads a registry counts for whoever reaches that, too. */
export function mayReach(program: Program, target: number): ReadonlySet<string> {
  const isRegistry = (id: number): boolean => program.declarations[id]?.kind === "registry";
  const registries = program.declarations.flatMap((_, id) => (isRegistry(id) ? [id] : []));
  const reads = (id: number): ReadonlySet<number> => closure(program, usesOf(program.declarations[id]), () => []);
  return reachingBy(program, target, (id) => (isRegistry(id) ? registries.filter((other) => reads(other).has(id)) : []));
}

type Touching = (id: number) => readonly number[];

function reachingBy(program: Program, target: number, touching: Touching): ReadonlySet<string> {
  const keys = program.assets.flatMap(({ params: _, ...own }, position) =>
    closure(program, usesOf(own), touching).has(target) ? keysOf(program, position) : [],
  );
  return new Set(keys);
}

function closure({ declarations }: Program, uses: readonly number[], touching: Touching): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [...uses];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...usesOf(declarations[id]), ...touching(id));
  }
  return found;
}

/** Keys that read one of these assets, at any distance, and these. */
export function downstream(program: Program, keys: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(keys);
  for (const [position, { inputs }] of program.assets.entries()) {
    const reads = inputs.some((input) => found.has(keysOf(program, input)[0] ?? ""));
    if (reads) for (const key of keysOf(program, position)) found.add(key);
  }
  return found;
}
