/** Ways to write the same program: each kind is an edit that means nothing. */
import fc from "fast-check";

export const styleKinds = [
  "format",
  "comments",
  "types",
  "spellings",
  "parentheses",
  "renamed locals",
  "renamed helpers",
  "reordered",
  "moved",
  "unused",
  "imports",
  "documentation",
] as const;
export type StyleKind = (typeof styleKinds)[number];

export interface Style {
  readonly kinds: ReadonlySet<StyleKind>;
  readonly seed: number;
}

export const plain: Style = { kinds: new Set(), seed: 0 };

export const styles: fc.Arbitrary<Style> = fc.record({
  kinds: fc.subarray([...styleKinds], { minLength: 1 }).map((kinds) => new Set(kinds)),
  seed: fc.nat(),
});

/** A source of numbers below a bound, the same for the same seed (Numerical Recipes' linear congruential generator). */
export function numbersFrom(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const noBreakAfter = new Set(["return", "type", "interface"]);
const noBreakBefore = new Set(["=>", "as", "<"]);
const closed = /^[(),;{}]$/;

/** @param code Tokens one blank apart. */
export function reformatted(code: string, { kinds, seed }: Style): string {
  const below = numbersFrom(seed);
  const tokens = code.split(/\s+/).filter((token) => token !== "");
  const between = (left: string, right: string): string => {
    const mayBreak = !noBreakAfter.has(left) && !noBreakBefore.has(right);
    if (kinds.has("comments") && below(12) === 0) return mayBreak && below(2) === 0 ? " // a note\n" : " /* a note */ ";
    if (!kinds.has("format")) return left === ";" || left === "{" ? "\n" : " ";
    if (closed.test(left) || closed.test(right)) return ["", " ", mayBreak ? "\n" : "  "][below(3)] ?? " ";
    return [" ", "  ", mayBreak ? "\n\t" : "   ", " "][below(4)] ?? " ";
  };
  return tokens.map((token, index) => token + (index + 1 < tokens.length ? between(token, tokens[index + 1] ?? "") : "\n")).join("");
}
