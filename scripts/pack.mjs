/** Makes the packages that users install, as tarballs: `npm run pack -- DIRECTORY`. Compiled, with the migrations and the UI inside. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bootstrap, root } from "./bootstrap.mjs";

/** Each with what lies elsewhere in the repository but belongs into its package. */
const packages = [
  { from: "packages/core", extras: {} },
  { from: "packages/server", extras: { migrations: "migrations", ui: "packages/ui/out" } },
];

const destination = resolve(process.argv[2] ?? "tarballs");
const node = bootstrap();
// what was compiled from files that are gone must not be published
for (const { from } of packages) rmSync(join(root, from, "dist"), { recursive: true, force: true });
execFileSync(node, ["node_modules/typescript/bin/tsc", "-b", ...packages.map(({ from }) => from)], { cwd: root, stdio: "inherit" });
mkdirSync(destination, { recursive: true });
const stage = mkdtempSync(join(tmpdir(), "headwater-pack-"));
for (const { from, extras } of packages) {
  const directory = join(stage, from);
  copy(from, directory);
  for (const [to, source] of Object.entries({ LICENSE: "LICENSE", ...extras })) copy(source, join(directory, to));
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination], { cwd: directory, stdio: "inherit" });
}
rmSync(stage, { recursive: true });

/** Without what packages never hold, and without hidden files such as stamps. */
function copy(source, target) {
  const skipped = (path) => /(^|\/)(node_modules|\.[^/]+)$/.test(path.slice(root.length));
  cpSync(join(root, source), target, { recursive: true, filter: (path) => !skipped(path) });
}
