/**
 * The promise of the README, from nothing: a new clone, an empty home, `npm start`; edit a raw file, see what turns stale, materialize it, stop.
 * Needs git, npm and the package registry, so it is a step of CI and not of `npm test`.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const origin = fileURLToPath(new URL("..", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "headwater-clone-"));
const clone = join(place, "headwater");
const home = mkdtempSync(join(place, "home-"));

execFileSync("git", ["clone", "--quiet", origin, clone], { stdio: "inherit" });
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

const first = await start("first start");
await first.until(ready, 600_000);
assert.match(await (await fetch(url)).text(), /<html/i, "the UI is served");
assert.equal((await fresh()).length, 0, "nothing is computed yet");
await materializeStale();
const all = await assets();
assert.ok(all.length >= 10, `about ten assets, found ${all.length}`);
assert.deepEqual(
  all.filter((asset) => asset.status !== "FRESH"),
  [],
  "everything is fresh after the first run",
);

const raw = join(clone, "examples/climate/data/seattle-weather.csv");
const [header, row, ...rest] = readFileSync(raw, "utf8").split("\n");
const cells = row.split(",");
cells[header.split(",").indexOf("temp_max")] = "39.0";
writeFileSync(raw, [header, cells.join(","), ...rest].join("\n"));
const edited = Date.now();
await first.until(async () => (await assets()).some((asset) => asset.status === "STALE"), 10_000);
console.log(`stale ${Date.now() - edited} ms after the edit`);
const stale = (await assets()).filter((asset) => asset.status !== "FRESH");
assert.ok(stale.length > 0 && stale.length < all.length, "some and not all assets are stale");
assert.ok(
  stale.every((asset) => asset.rootCauses.some((cause) => cause.message.includes("seattle-weather.csv"))),
  "the file is named as the root cause",
);
await materializeStale();
assert.deepEqual(
  (await assets()).filter((asset) => asset.status !== "FRESH"),
  [],
);
await first.stop();

const again = Date.now();
const second = await start("second start");
await second.until(ready, 60_000);
console.log(`second start ready after ${Date.now() - again} ms`);
assert.deepEqual(
  (await assets()).filter((asset) => asset.status !== "FRESH"),
  [],
  "the history survived",
);
await second.stop();
assert.equal(processesBelow(clone), "", "nothing that was started stays");
rmSync(place, { recursive: true, force: true });
console.log("fresh clone: fine");

async function start(name) {
  console.log(`${name}: npm start -- --port ${port}`);
  // A path without the tools that this checkout installed.
  const PATH = (process.env.PATH ?? "")
    .split(":")
    .filter((folder) => !folder.startsWith(origin))
    .join(":");
  const { npm_config_cache: _, DATABASE_URL: __, ...environment } = process.env;
  const child = spawn("npm", ["start", "--", "--port", String(port)], {
    cwd: clone,
    env: { ...environment, PATH, HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let exited = false;
  void ended.then(() => (exited = true));
  return {
    async until(condition, milliseconds) {
      const deadline = Date.now() + milliseconds;
      while (!(await condition().catch(() => false))) {
        if (exited || Date.now() > deadline) throw new Error(`${name}: ${exited ? "ended by itself" : "took too long"}. It said:\n${output}`);
        await sleep(200);
      }
    },
    /** As a terminal does on Ctrl-C: the whole foreground group gets the signal. */
    async stop() {
      process.kill(-child.pid, "SIGINT");
      const result = await Promise.race([ended, sleep(30_000, "late")]);
      if (result === "late") throw new Error(`${name}: did not stop within 30 s of Ctrl-C. It said:\n${output}`);
    },
  };
}

async function ready() {
  return (await fetch(`${url}/ready`)).ok;
}

async function graphql(query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Computed assets; sources are only observed. */
async function assets() {
  const { lineage } = await graphql("{ lineage { nodes { key isSource status rootCauses { message } } } }");
  return lineage.nodes.filter((node) => !node.isSource);
}

async function fresh() {
  return (await assets()).filter((asset) => asset.status === "FRESH");
}

async function materializeStale() {
  const { materialize } = await graphql('mutation { materialize(input: { select: "*" }) { run { id } problems { message } } }');
  assert.deepEqual(materialize.problems, []);
  for (let waited = 0; waited < 120_000; waited += 200) {
    const { run } = await graphql("query ($id: ID!) { run(id: $id) { status } }", { id: materialize.run.id });
    if (run.status === "SUCCEEDED") return;
    assert.ok(["QUEUED", "RUNNING"].includes(run.status), `the run ended ${run.status}`);
    await sleep(200);
  }
  throw new Error("the run took more than two minutes");
}

/** Processes that still work in a folder, Postgres among them. */
function processesBelow(folder) {
  return execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(folder))
    .join("\n");
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
