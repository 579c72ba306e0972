/** What code versions are made of, and the texts of their declarations. */
import type { CodeManifest } from "../../model/code.ts";
import type { Store } from "../store.ts";

export function code(): Pick<Store, "saveCode" | "codeManifests" | "codeTexts"> {
  const known = new Map<string, CodeManifest>();
  const knownTexts = new Map<string, string>();
  return {
    async saveCode(manifests, texts) {
      for (const manifest of manifests) {
        if (known.has(manifest.codeVersion)) continue;
        known.set(manifest.codeVersion, manifest);
        for (const { hash } of manifest.declarations) {
          const text = texts.get(hash);
          if (text !== undefined && !knownTexts.has(hash)) knownTexts.set(hash, text);
        }
      }
    },
    async codeManifests(codeVersions) {
      return foundOf(known, codeVersions);
    },
    async codeTexts(hashes) {
      return foundOf(knownTexts, hashes);
    },
  };
}

const foundOf = <T>(all: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> =>
  new Map(
    keys.flatMap((key) => {
      const found = all.get(key);
      return found === undefined ? [] : [[key, found] as const];
    }),
  );
