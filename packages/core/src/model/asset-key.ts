/** What an asset is called: a path of segments, `sales/daily_revenue`. */
declare const brand: unique symbol;
/** A checked key. Made by {@link parseAssetKey} alone. */
export type AssetKey = string & { readonly [brand]: "AssetKey" };

const controlCharacters = /\p{Cc}/u;

/** Why `text` cannot be an asset key, or `undefined` when it can. */
export function assetKeyProblem(text: unknown): string | undefined {
  if (typeof text !== "string") return `it is ${text === null ? "null" : typeof text}, not a string`;
  if (text === "") return "it is empty";
  if (controlCharacters.test(text)) return "it contains a control character";
  if (text.split("/").some((segment) => segment.trim() === "")) return "one of its segments (between slashes) is empty";
  return undefined;
}

/** The first segment of a key is the default group of its asset. */
export const firstSegment = (key: string): string => key.split("/")[0] ?? key;
