/** Names in a sentence: `"a", "b"`, or `none`. */
export const quotedList = (names: readonly string[]): string => (names.length === 0 ? "none" : names.map((name) => `"${name}"`).join(", "));
