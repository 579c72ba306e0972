/** JSON and text that Postgres accepts whatever user code put into them: it stores no NUL and no half of a surrogate pair. */

/** Escapes as JSON.stringify writes them; an escaped backslash is matched so that it is passed over. */
const refused = /\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g;

/** The value as JSON, with U+FFFD for what Postgres refuses. */
export const jsonText = (value: unknown): string => JSON.stringify(value).replace(refused, (sequence) => (sequence === "\\\\" ? sequence : "\ufffd"));

/** The text with U+FFFD for NUL. (Half surrogates become that on their way through UTF-8.) */
export const plainText = (text: string): string => text.replaceAll("\0", "\ufffd");
