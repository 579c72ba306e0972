import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withCliReference } from "./cli-reference.ts";

test("docs/cli.md names every command and option of the program, as the program describes them", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "docs", "cli.md"), "utf8");
  expect(withCliReference(page), "run `npm run gen`").toBe(page);
});
