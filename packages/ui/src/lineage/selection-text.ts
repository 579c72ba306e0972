/** Selections as text, in the grammar that the server reads. */

/** A key by itself is plain text unless it holds a character, or is a word, that means something. */
const plain = /^[\w./-]+$/;
const words = new Set(["and", "or", "not"]);

export const quoted = (key: string): string => (plain.test(key) && !words.has(key) && !/^\d+$/.test(key) ? key : inQuotes(key));
const inQuotes = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

/** Selects by an attribute, such as `group:"north sea"`. */
export const attributeSelection = (attribute: string, value: string): string => `${attribute}:${/^[^\s(),+"]+$/.test(value) ? value : inQuotes(value)}`;

/** Selects exactly these assets. */
export const selectionOf = (keys: readonly string[]): string => keys.map(quoted).join(", ");

/** The column (from 1) that a message of the server points at. */
export function markedColumn(message: string): number | null {
  const column = /\bcolumn (\d+)/.exec(message)?.[1];
  return column === undefined ? null : Number(column);
}
