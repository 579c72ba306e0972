/** The project's own Postgres: shared, durable, restarted after a crash, and gone with its last user however that one went. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { joinEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { openDatabase } from "../../src/database/open-database.ts";
import { isAlive } from "../../src/database/process-alive.ts";
import type { SupervisorState } from "../../src/database/supervisor-state.ts";

const asRoot = process.getuid?.() === 0;
const patience = { timeout: 20_000, interval: 50 };

async function newProject(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "headwater-embedded-"));
  await chmod(directory, 0o755);
  onTestFinished(async () => {
    // Postgres may still be writing its last files.
    const state = await stateOf(directory).catch(() => null);
    if (state !== null) await gone(state);
    await rm(directory, { recursive: true, force: true });
  });
  return directory;
}

const joined = async (projectDirectory: string, durable = false) => {
  const postgres = await joinEmbeddedPostgres({ projectDirectory, durable });
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  return postgres;
};

const stateOf = async (project: string): Promise<SupervisorState> => JSON.parse(await readFile(join(project, ".headwater", "postgres.json"), "utf8"));

const postmasterPid = async ({ dataDirectory }: SupervisorState): Promise<number> =>
  Number.parseInt(await readFile(join(dataDirectory, "postmaster.pid"), "utf8"), 10);

async function gone(state: SupervisorState): Promise<void> {
  await vi.waitFor(async () => {
    expect(isAlive(state.pid)).toBe(false);
    await expect(stat(join(state.dataDirectory, "postmaster.pid"))).rejects.toThrow("ENOENT");
  }, patience);
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

interface OtherProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

async function otherProcess(project: string, user: { readonly uid?: number; readonly gid?: number } = {}): Promise<OtherProcess> {
  const script = fileURLToPath(new URL("./join-postgres.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@headwater/source", script, project], { ...user, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await Promise.race([once(child.stdout, "data"), once(child, "exit").then(() => [""])])) as [Buffer];
  expect(String(line)).toMatch(/^postgres:/);
  return { child, url: String(line).trim() };
}

test("all processes of a project share one, which stops with the last of them, and the data stay", async () => {
  const project = await newProject();
  const first = await joinEmbeddedPostgres({ projectDirectory: project });
  await query(first.url, "create table kept as select 42 as answer");
  const other = await otherProcess(project);
  expect(other.url).toBe(first.url);
  const state = await stateOf(project);
  await first[Symbol.asyncDispose]();
  expect(await query(other.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  other.child.stdin?.end();
  await once(other.child, "exit");
  await gone(state);
  // The same port again, so that connection strings stay true.
  const again = await joined(project);
  expect(again.url).toBe(first.url);
  expect(await query(again.url, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("it has stopped when the last user's leaving returns", async () => {
  const postgres = await joinEmbeddedPostgres({ projectDirectory: await newProject(), durable: false });
  await postgres[Symbol.asyncDispose]();
  await expect(query(postgres.url, "select 1")).rejects.toThrow("ECONNREFUSED");
});

test("processes that start at the same moment on a new project find each other", async () => {
  const project = await newProject();
  const urls = (await Promise.all([joined(project), otherProcess(project), otherProcess(project), joined(project)])).map(({ url }) => url);
  expect(new Set(urls).size).toBe(1);
  expect((await readdir(join(project, ".headwater"))).filter((name) => name.includes(".new-"))).toEqual([]);
});

test("only this machine, only with the password, and the password only for its owner", async () => {
  const project = await newProject();
  const { url } = await joined(project);
  expect(await query(url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  const stranger = new URL(url);
  stranger.password = "guess";
  await expect(query(stranger.href, "select 1")).rejects.toThrow("password authentication failed");
  expect((await stat(join(project, ".headwater", "postgres.json"))).mode & 0o777).toBe(0o600);
  // Nor may `ps` show it.
  const commandLine = process.platform === "linux" ? await readFile(`/proc/${(await stateOf(project)).pid}/cmdline`, "utf8") : "";
  expect(commandLine).not.toContain(new URL(url).password);
});

test("users that are killed leave it too", async () => {
  const project = await newProject();
  const [one, two] = [await otherProcess(project), await otherProcess(project)];
  const state = await stateOf(project);
  one.child.kill("SIGKILL");
  await once(one.child, "exit");
  expect(await query(two.url, "select 1 as one")).toEqual([{ one: 1 }]);
  two.child.kill("SIGKILL");
  await gone(state);
});

test("kill -9 of Postgres: it comes back at the same place with what was committed", async () => {
  const project = await newProject();
  const { url } = await joined(project, true);
  await query(url, "create table kept as select 42 as answer");
  const state = await stateOf(project);
  const pid = await postmasterPid(state);
  process.kill(pid, "SIGKILL");
  await vi.waitFor(async () => expect(await query(url, "select answer from kept")).toEqual([{ answer: 42 }]), patience);
  expect(await postmasterPid(state)).not.toBe(pid);
});

test("kill -9 of the supervisor: a user starts another, at the same place", async () => {
  const project = await newProject();
  const { url } = await joined(project);
  const state = await stateOf(project);
  process.kill(state.pid, "SIGKILL");
  await vi.waitFor(async () => expect((await stateOf(project)).pid).not.toBe(state.pid), patience);
  await vi.waitFor(async () => expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]), patience);
  expect((await joined(project)).url).toBe(url);
});

test("a lock file whose pid another project's Postgres has now keeps neither from running", async () => {
  const project = await newProject();
  const neighbour = await newProject();
  const other = await joined(neighbour);
  const otherPid = await postmasterPid(await stateOf(neighbour));
  const before = await joinEmbeddedPostgres({ projectDirectory: project, durable: false });
  const state = await stateOf(project);
  const lock = await readFile(join(state.dataDirectory, "postmaster.pid"), "utf8");
  await before[Symbol.asyncDispose]();
  // As after a crash of the machine: the files are there, their pids and ports belong to others.
  await writeFile(join(state.dataDirectory, "postmaster.pid"), lock.replace(/^\d+/, String(otherPid)));
  await writeFile(join(project, ".headwater", "postgres.json"), JSON.stringify({ ...state, control: (await stateOf(neighbour)).control }));
  const after = await joined(project);
  expect(await query(after.url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await postmasterPid(await stateOf(neighbour))).toBe(otherPid);
  expect(await query(other.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("something else in the place of the data is named, and left as it is", async () => {
  const project = await newProject();
  await mkdir(join(project, ".headwater", "postgres"), { recursive: true });
  await writeFile(join(project, ".headwater", "postgres", "mine.txt"), "mine");
  await expect(openDatabase({ databaseUrl: undefined, projectDirectory: project })).rejects.toMatchObject({
    code: "EMBEDDED_POSTGRES_UNAVAILABLE",
    message: expect.stringContaining(join(project, ".headwater", "postgres")),
    fix: expect.stringContaining("DATABASE_URL"),
  });
  expect(await readdir(join(project, ".headwater", "postgres"))).toEqual(["mine.txt"]);
});

test.runIf(asRoot)("as root, a project that others cannot enter keeps its data elsewhere, and says where", async () => {
  const project = await newProject();
  await chmod(project, 0o700);
  const postgres = await joinEmbeddedPostgres({ projectDirectory: project, durable: false });
  const { dataDirectory } = await stateOf(project);
  onTestFinished(() => rm(dirname(dataDirectory), { recursive: true, force: true }));
  expect(dataDirectory).toMatch(/^\/var\/lib\/headwater\//);
  expect(await query(postgres.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await postgres[Symbol.asyncDispose]();
});

test.runIf(asRoot)("as an ordinary user, too", async () => {
  const project = await newProject();
  const nobody = { uid: 65_534, gid: 65_534 };
  await chown(project, nobody.uid, nobody.gid);
  const { url, child } = await otherProcess(project, nobody);
  expect(await query(url, "select 1 as one")).toEqual([{ one: 1 }]);
  expect((await stat((await stateOf(project)).dataDirectory)).uid).toBe(nobody.uid);
  child.stdin?.end();
  await once(child, "exit");
});
