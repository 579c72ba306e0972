/** A change of a part of a text. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In place of a part of `source`, on as many lines as that had: all that follows stays on its line, and in its column unless `line` is too long. */
export function onTheLinesOf(source: string, { start, end }: { readonly start: number; readonly end: number }, line: string): Edit {
  const lines = source.slice(start, end).split("\n");
  const last = " ".repeat(lines.at(-1)?.length ?? 0);
  return { start, end, text: lines.length === 1 ? line.padEnd(last.length) : `${line}${"\n".repeat(lines.length - 1)}${last}` };
}

/** @param edits They do not overlap. */
export const applyEdits = (source: string, edits: readonly Edit[]): string =>
  edits.toSorted((a, b) => b.start - a.start).reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
