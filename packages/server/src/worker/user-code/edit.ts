/** A change of a part of a text. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In place of a part of `source`, on as many lines as that had: all that follows stays on its line. */
export const onTheLinesOf = (source: string, { start, end }: { readonly start: number; readonly end: number }, line: string): Edit => ({
  start,
  end,
  text: line + "\n".repeat(source.slice(start, end).split("\n").length - 1),
});

/** @param edits They do not overlap. */
export const applyEdits = (source: string, edits: readonly Edit[]): string =>
  edits.toSorted((a, b) => b.start - a.start).reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
