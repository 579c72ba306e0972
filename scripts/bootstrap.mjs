/** Makes a fresh clone ready to run, with nothing but Node and npm: installs the packages and builds the UI where that is needed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const oldestToInstall = [20, 9];
/** The first that has all of the language that the sources use. */
const oldestToRun = [24, 0];

/** @returns {string} the Node that runs Headwater. Ends the process with a message where something is missing. */
export function bootstrap() {
  if (!isAtLeast(process.versions.node, oldestToInstall)) {
    stop(`Headwater needs Node ${oldestToInstall.join(".")} or newer to start; this is ${process.versions.node}. Install a newer one: https://nodejs.org`);
  }
  installPackages();
  const node = findRuntime();
  buildUi();
  return node;
}

function installPackages() {
  const stamp = join(root, "node_modules", ".headwater-lock");
  const wanted = hashFiles([join(root, "package-lock.json")]);
  if (readIfThere(stamp) === wanted) return;
  if (!installedByHand()) {
    say("Installing dependencies (once, about a minute)...");
    npm(["ci"], "The dependencies could not be installed.");
  }
  writeFileSync(stamp, wanted);
}

/** npm writes its own record last, so one that is as new as the lock file stands for a finished `npm install`. */
function installedByHand() {
  const record = statSync(join(root, "node_modules", ".package-lock.json"), { throwIfNoEntry: false });
  return record !== undefined && record.mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

/** The pinned Node of the npm package `node`, else the one that runs this, if it is new enough. */
function findRuntime() {
  const pinned = join(root, "node_modules", ".bin", "node");
  const installed = existsSync(join(root, "node_modules", "node"));
  if (installed && !runs(pinned)) {
    say("Fetching the Node runtime...");
    npm(["rebuild", "node", "--ignore-scripts=false"]);
  }
  if (runs(pinned)) return pinned;
  if (isAtLeast(process.versions.node, oldestToRun)) return process.execPath;
  return stop(
    `Headwater runs on Node ${oldestToRun.join(".")} or newer. This is ${process.versions.node}, and the npm package "node" brought none for ` +
      `${process.platform} ${process.arch}. Install Node 24 (https://nodejs.org) and start again.`,
  );
}

/** Whether it is there and made for this machine. */
function runs(node) {
  return spawnSync(node, ["--version"]).status === 0;
}

function buildUi() {
  const ui = join(root, "packages", "ui");
  const stamp = join(ui, "out", ".sources");
  const wanted = hashFiles([join(root, "package-lock.json"), ...filesBelow(ui)]);
  if (readIfThere(stamp) === wanted) return;
  say("Building the UI (after each change of it, about half a minute)...");
  npm(["run", "build", "--workspace", "@headwater/ui"], "The UI could not be built.");
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** What the UI is built from: no build products, no tests. */
function filesBelow(directory) {
  const skipped = new Set(["node_modules", "out", ".next", "e2e", "next-env.d.ts"]);
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(directory, entry.name)) : [join(directory, entry.name)]))
    .sort();
}

function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file)} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Runs npm silently. Where it fails, shows what it said and ends the process, unless no `problem` is given. */
function npm(args, problem) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith("npm-cli.js") ? [process.execPath, [cli]] : ["npm", []];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  const result = spawnSync(command, [...first, ...args], { cwd: root, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.signal === "SIGINT") process.exit(130);
  if (result.status === 0 || problem === undefined) return;
  process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}\n`);
  stop(`${problem} What npm said is above; the command was: npm ${args.join(" ")}`);
}

function isAtLeast(version, [major, minor]) {
  const [foundMajor = 0, foundMinor = 0] = version.split(".").map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(message) {
  say(message);
  process.exit(1);
}
