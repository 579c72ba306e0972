/** A copy of the climate example that a test may edit. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const example = fileURLToPath(new URL("../../../examples/climate/", import.meta.url));
// Below the workspace, so that it finds its packages.
const parent = fileURLToPath(new URL(".", import.meta.url));
const leftOut = new Set([".headwater", "dist", "node_modules", "tsconfig.json"]);

export interface Climate extends Disposable {
  /** Path of the entry file. */
  readonly entry: string;
  /** Replaces a part of a file; it must be there. */
  edit(file: string, part: string, by: string): void;
}

export function createClimate(): Climate {
  const directory = mkdtempSync(join(parent, ".tmp-"));
  cpSync(example, directory, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  return {
    entry: join(directory, "headwater.config.ts"),
    edit(file, part, by) {
      const path = join(directory, file);
      const text = readFileSync(path, "utf8");
      if (!text.includes(part)) throw new Error(`${file} does not say: ${part}`);
      writeFileSync(path, text.replace(part, by));
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
