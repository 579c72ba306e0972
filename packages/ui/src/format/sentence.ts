/** The server's reasons as sentences: they begin small there, because they are parts of other texts too. */
export function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  // A key at the beginning keeps its spelling.
  const start = /^[^\s]*\//.test(text) ? text : begun;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
