import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apiReference, doorNames } from "./api-reference.ts";

const root = join(import.meta.dirname, "..");
const page = (door: string) => readFileSync(join(root, "docs/reference", `${door}.md`), "utf8");

test.each(doorNames)("docs/reference/%s.md says what the sources say", (door) => {
  expect(apiReference(door), "run `npm run gen`").toBe(page(door));
});

/** Names that an example takes as given, and what follows from not knowing their types. */
const given = /TS(2304|2552|18004|7006|7031|2571|18046)\b/;

test("the examples of the reference compile, but for names that they take as given", { timeout: 120_000 }, () => {
  const examples = doorNames.flatMap((door) => [...page(door).matchAll(/^For example:\n\n```ts\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code));
  const directory = mkdtempSync(join(root, "scripts", ".tmp-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const names = [
    ...page("core")
      .split("## Types", 1)
      .join()
      .matchAll(/^### (\w+)$/gm),
  ].map(([, name]) => name);
  const imports = `import { ${names.join(", ")} } from "@headwater/core";\nimport { z } from "zod";\n`;
  examples.forEach((code, index) => void writeFileSync(join(directory, `example-${index}.ts`), `${imports}${code}`));
  const compilerOptions = { noEmit: true, noUnusedLocals: false, composite: false, declarationMap: false, rewriteRelativeImportExtensions: false };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions }));
  expect(examples.length).toBeGreaterThan(12);
  expect(problems(directory)).toEqual([]);
});

function problems(directory: string): readonly string[] {
  try {
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", directory], { encoding: "utf8" });
    return [];
  } catch (error) {
    const lines = String((error as { stdout?: string }).stdout)
      .split("\n")
      .filter((line) => /error TS/.test(line));
    if (lines.length === 0) throw error;
    return lines.filter((line) => !given.test(line));
  }
}
