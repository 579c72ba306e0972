/** Text by the columns that it takes on a screen: measured, shortened, padded, broken into lines. */
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Wide characters and emoji take two columns, marks and colours none. */
export const widthOf = (text: string): number => stringWidth(text);

/** At most as wide as asked; what is left out is an ellipsis. */
export function shortened(text: string, width: number, position: "middle" | "end" = "end"): string {
  return width < 1 ? "" : cliTruncate(text, width, { position });
}

export const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));

/** Lines of at most the width; words are broken only where one alone is too long. */
export const wrapped = (text: string, width: number): readonly string[] =>
  Number.isFinite(width) ? wrapAnsi(text, Math.max(1, width), { hard: true }).split("\n") : text.split("\n");

/** Broken between words, with the margin that it has; words that are too long are left to the terminal, so that they can be copied in one piece. */
export function wrappedWords(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const margin = /^ */.exec(text)?.[0] ?? "";
  return wrapAnsi(text.slice(margin.length), Math.max(1, width - margin.length)).replaceAll("\n", `\n${margin}`);
}

/** Escape sequences in names or data would be carried out by the terminal, and marks of direction would mix up what stands beside them. */
export const harmless = (text: string): string => text.replaceAll(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");

/** Harmless, and without line ends. */
export const oneLine = (text: string): string =>
  harmless(text)
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("\t", " ");
