/**
 * What a user has who never sees this repository: packages as tarballs, `headwater init` in an empty home, a project that installs them,
 * computes, notices an edit, passes its tests and its type check, and serves the UI.
 * Needs npm and the package registry, so it is a step of CI and not of `npm test`.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bootstrap, root } from "./bootstrap.mjs";

const place = realpathSync(mkdtempSync(join(tmpdir(), "headwater-packages-")));
const [home, bin, tarballDirectory, project] = ["home", "bin", "tarballs", "weather"].map((name) => join(place, name));
const env = isolatedEnvironment();

execFileSync(process.execPath, [join(root, "scripts/pack.mjs"), tarballDirectory], { stdio: "inherit" });
const tarballs = readdirSync(tarballDirectory).map((name) => join(tarballDirectory, name));
assert.equal(tarballs.length, 2);

step("init");
const init = ["exec", "--yes", ...tarballs.map((tarball) => `--package=${tarball}`), "--", "headwater", "init", "weather"];
assert.match(ok(run("npm", init, place)), /cd weather\n +npm install\n +npx headwater dev/);
const again = run("npm", init, place);
assert.equal(again.status, 2);
assert.match(again.stderr, /is not empty: it has "\.gitignore", "README\.md", "data"/);
const written = readdirSync(project, { recursive: true }).sort();
assert.ok(written.includes(".gitignore") && written.includes("weather.test.ts"), `the project has all its files: ${written}`);

step("npm install");
ok(run("npm", ["install", "--no-progress", ...tarballs], project));

step("materialize");
const first = JSON.parse(ok(headwater("materialize", "--json")));
assert.deepEqual(
  first.steps.map(({ asset, outcome }) => `${asset} ${outcome}`),
  ["weather/hot_days SUCCEEDED", "weather/summary SUCCEEDED"],
);
assert.deepEqual(statuses("status", "--json"), { "raw/readings": "FRESH", "weather/hot_days": "FRESH", "weather/summary": "FRESH" });

step("an edit of the data");
const data = join(project, "data/readings.csv");
writeFileSync(data, readFileSync(data, "utf8").replace("2015-08-02,30.6", "2015-08-02,36.6"));
assert.deepEqual(statuses("status", "--observe", "--json"), { "raw/readings": "FRESH", "weather/hot_days": "STALE", "weather/summary": "UPSTREAM_STALE" });

step("npm test, npm run check");
assert.match(ok(run("npm", ["test"], project)), /pass 3\n.*fail 0/s);
ok(run("npm", ["run", "check"], project));

step("dev");
await serve();
assert.equal(processesBelow(place), "", "nothing that was started stays");
rmSync(place, { recursive: true, force: true });
console.log("packages: fine");

function step(name) {
  console.log(`== ${name}`);
}

/** The Node that runs Headwater and npm, an empty home, and nothing that this checkout installed; the certificates that this machine trusts. */
function isolatedEnvironment() {
  const node = bootstrap();
  for (const directory of [home, bin]) mkdirSync(directory);
  symlinkSync(execFileSync(node, ["--print", "process.execPath"], { encoding: "utf8" }).trim(), join(bin, "node"));
  const PATH = [bin, ...(process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.startsWith(root))].join(delimiter);
  const { npm_config_cache: _, DATABASE_URL: __, ...inherited } = process.env;
  return { ...inherited, PATH, HOME: home, NO_COLOR: "1", NODE_USE_SYSTEM_CA: "1" };
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, env, encoding: "utf8", timeout: 300_000 });
}

function headwater(...args) {
  return run("npx", ["headwater", ...args], project);
}

/** What a command printed; fails with all that it said where it did not end well. */
function ok({ status, stdout, stderr, error }) {
  assert.equal(status, 0, `${stdout}${stderr}${error ?? ""}`);
  return stdout;
}

function statuses(...args) {
  return Object.fromEntries(JSON.parse(ok(headwater(...args))).cells.map(({ asset, status }) => [asset, status]));
}

/** The UI and its API, until Ctrl-C. */
async function serve() {
  const child = spawn("npx", ["headwater", "dev"], { cwd: project, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  try {
    const url = await waitFor(() => /http:\/\/localhost:\d+/.exec(output)?.[0], 60_000);
    assert.ok(url, `dev did not become ready:\n${output}`);
    assert.match(await (await fetch(url)).text(), /<html/i);
    assert.equal((await fetch(`${url}/ready`)).status, 200);
  } finally {
    // as a terminal does on Ctrl-C: the whole foreground group gets the signal
    process.kill(-child.pid, "SIGINT");
  }
  assert.equal(await Promise.race([ended.then(() => "ended"), sleep(30_000, "late")]), "ended", `Ctrl-C did not end it:\n${output}`);
}

async function waitFor(look, milliseconds) {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(100)) {
    const found = look();
    if (found) return found;
  }
  return undefined;
}

/** Processes that still work in a folder, Postgres among them. */
function processesBelow(folder) {
  return execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder))
    .join("\n");
}
