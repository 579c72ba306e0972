/** The texts of modules as they were imported, so that an edit in the middle of loading is noticed: their code version would be that of other code. */
import { readFileSync } from "node:fs";
import { sha256 } from "@headwater/core/engine";

const loaded = new Map<string, string>();

/** To be called with what Node is given, or what that was made from. */
export const noteLoaded = (file: string, text: string): void => void loaded.set(file, sha256(text));

/** Whether a file says something else now than when it was imported. One that was not imported does not. */
export function changedSinceLoaded(file: string): boolean {
  const hash = loaded.get(file);
  if (hash === undefined) return false;
  try {
    return sha256(readFileSync(file, "utf8")) !== hash;
  } catch {
    return true;
  }
}
