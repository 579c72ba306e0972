/** What an asset is called: a path of segments, `sales/daily_revenue`. */

/** Keys stand in indexes of the database, whose entries may have 2,704 bytes with all that stands beside them. */
const maximumBytes = 2_400;
const controlCharacters = /\p{Cc}/u;

/** Why `text` cannot be an asset key, or `undefined` when it can. */
export function assetKeyProblem(text: unknown): string | undefined {
  if (typeof text !== "string") return `it is ${text === null ? "null" : typeof text}, not a string`;
  if (text === "") return "it is empty";
  if (Buffer.byteLength(text) > maximumBytes) return `it has ${Buffer.byteLength(text)} bytes, more than ${maximumBytes}`;
  if (!text.isWellFormed()) return "it contains half a surrogate pair";
  if (controlCharacters.test(text)) return "it contains a control character";
  if (text.split("/").some((segment) => segment.trim() === "")) return "one of its segments (between slashes) is empty";
  return undefined;
}

/** The first segment of a key is the default group of its asset. */
export const firstSegment = (key: string): string => key.split("/")[0] ?? key;
