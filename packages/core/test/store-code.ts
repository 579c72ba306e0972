/** What every store promises of what code versions are made of. */
import { describe, expect, onTestFinished, test } from "vitest";
import type { CodeManifest } from "../src/model/code.ts";
import { sha256 } from "../src/model/version.ts";
import type { Store } from "../src/store/store.ts";

/** One of which each text is a declaration. */
const manifestOf = (name: string, texts: readonly string[]): CodeManifest => ({
  ...{ codeVersion: sha256(name), scheme: "declarations/1" },
  declarations: texts.map((text, index) => ({ name: `${name}${index}`, file: "lib/ünits.ts", line: index + 1, hash: sha256(text), through: null })),
  packages: [{ name: "ms", version: "2.1.3" }],
  extraInputs: [{ name: "sql/a.sql", hash: sha256("select 1") }],
});
const textsOf = (...texts: readonly string[]) => new Map(texts.map((text) => [sha256(text), text]));

/** Declares the tests. `open` gives an empty store each time. */
export function storeCode(open: () => Promise<Store>): void {
  const fresh = async (): Promise<Store> => {
    const store = await open();
    onTestFinished(() => store[Symbol.asyncDispose]());
    return store;
  };

  describe("what code versions are made of", () => {
    test("comes back as it was saved, texts of any length and script included; what was never saved has no entry", async () => {
      const store = await fresh();
      const long = "const größe = `\\u0001 \\\\ {\"',}`;\n".repeat(20_000);
      const manifest = manifestOf("clean", [long, ""]);
      await store.saveCode([manifest], textsOf(long, ""));
      expect(await store.codeManifests([manifest.codeVersion, "unknown"])).toEqual(new Map([[manifest.codeVersion, manifest]]));
      expect(await store.codeTexts([sha256(long), sha256(""), "unknown"])).toEqual(textsOf(long, ""));
      expect(await store.codeManifests([])).toEqual(new Map());
      expect(await store.codeTexts([])).toEqual(new Map());
    });
    test("is written once: whoever saves the same version later changes nothing, and adds what is new", async () => {
      const store = await fresh();
      const first = manifestOf("clean", ["a"]);
      await store.saveCode([first], textsOf("a"));
      const moved = { ...first, declarations: first.declarations.map((declaration) => ({ ...declaration, file: "moved.ts" })) };
      const second = manifestOf("other", ["a", "b"]);
      await store.saveCode([moved, second, second], new Map([[sha256("a"), "reformatted"], ...textsOf("b")]));
      expect([...(await store.codeManifests([first.codeVersion, second.codeVersion])).values()].toSorted(byName)).toEqual([first, second].toSorted(byName));
      expect(await store.codeTexts([sha256("a"), sha256("b")])).toEqual(textsOf("a", "b"));
    });
    test("may be saved by several at once, in whatever order they have it", async () => {
      const store = await fresh();
      const all = Array.from({ length: 1_500 }, (_, index) => manifestOf(`asset${index}`, [`text ${index}`, "shared"]));
      const texts = textsOf("shared", ...all.map((_, index) => `text ${index}`));
      await Promise.all([all, all.toReversed(), all].map((manifests) => store.saveCode(manifests, texts)));
      expect((await store.codeManifests(all.map(({ codeVersion }) => codeVersion))).size).toBe(1_500);
      expect((await store.codeTexts([...texts.keys()])).size).toBe(1_501);
    });
  });
}

const byName = (a: CodeManifest, b: CodeManifest): number => (a.codeVersion < b.codeVersion ? -1 : 1);
