/** The text of a function without what means nothing: comments, white space, trailing commas. */
import jsTokens from "js-tokens";

const meaningless = new Set(["WhiteSpace", "LineTerminatorSequence", "SingleLineComment", "MultiLineComment", "HashbangComment"]);
const closing = new Set([")", "]", "}"]);

/** Tokens of the source text that the runtime keeps of a function, one blank apart. */
export function functionText(fn: (...parameters: never[]) => unknown): string {
  const tokens = Array.from(jsTokens(Function.prototype.toString.call(fn))).filter((token) => !meaningless.has(token.type));
  return tokens
    .filter((token, index) => token.value !== "," || !closing.has(tokens[index + 1]?.value ?? ""))
    .map((token) => token.value)
    .join(" ");
}
