/** The clients of docs/graphql.md, each run as it is printed there against a real server and worker. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { testDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HeadwaterProcess, startHeadwater } from "./headwater-process.ts";
import { type TemporaryProject, temporaryProject } from "./temporary-project.ts";

const run = promisify(execFile);
const repository = join(import.meta.dirname, "../../..");
const clients = join(repository, "docs/graphql");
const token = "a long random text";

const definitions = `
const days = source("raw/days", csvFile("days.csv", z.object({ temp: z.coerce.number() })));
const mean = asset("weather/mean", { inputs: { days }, output: z.number(),
  run: async ({ days }) => { const rows = await days.rows(); return rows.reduce((sum, { temp }) => sum + temp, 0) / rows.length; } });
const text = asset("report/text", { inputs: { mean }, output: z.string(), run: ({ mean }) => mean + " degrees" });
export default define({ include: [days, mean, text] });`;

let database: Awaited<ReturnType<typeof testDatabase>>;
let project: TemporaryProject;
let server: HeadwaterProcess;
let worker: HeadwaterProcess;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await testDatabase();
  project = await temporaryProject(definitions, { "days.csv": "temp\n10\n20\n" });
  const options = { cwd: project.directory, databaseUrl: database.url, environment: { HEADWATER_TOKEN: token } };
  worker = startHeadwater(["worker"], options);
  server = startHeadwater(["server", "--port", "0"], options);
  await worker.printed(/^Worker /m);
  const [, port] = await server.printed(/on http:\/\/localhost:(\d+)/m);
  environment = { ...process.env, HEADWATER_URL: `http://127.0.0.1:${port}`, HEADWATER_TOKEN: token };
});
afterAll(async () => {
  for (const resource of [server, worker, project, database]) await resource?.[Symbol.asyncDispose]();
});

/** What a program printed. A machine without it says so with `HEADWATER_WITHOUT_...=1`; that is no reason to pass in silence. */
async function printed(program: string, args: readonly string[], without?: string): Promise<string> {
  try {
    return (await run(program, args, { env: environment, cwd: project.directory })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || without === undefined) throw error;
    throw new Error(`There is no "${program}" on this machine. Install it, or leave its example out with ${without}=1.`, { cause: error });
  }
}

/** Each client finds everything missing. */
async function wipe(): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const query = 'mutation { wipe(select: "*") { problems { message } } }';
  const response = await fetch(`${environment.HEADWATER_URL}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  expect(await response.json()).toEqual({ data: { wipe: { problems: [] } } });
}

test.skipIf(process.env.HEADWATER_WITHOUT_CURL === "1")("curl looks, does and watches", async () => {
  await wipe();
  const [looked = "", launched = "", ...told] = (await printed("bash", [join(clients, "client.sh")], "HEADWATER_WITHOUT_CURL")).split("\n");
  expect(JSON.parse(looked).data.lineage.nodes).toContainEqual({ key: "report/text", status: "MISSING", causes: [] });
  expect(JSON.parse(launched).data.materialize).toEqual({ run: { id: expect.any(String) }, problems: [] });
  const events = told.flatMap((line) => (line.startsWith("data: ") ? [JSON.parse(line.slice("data: ".length)).data.runEvents] : []));
  expect(events.at(0)).toMatchObject({ kind: "run_created" });
  expect(events.at(-1)).toMatchObject({ kind: "run_ended", data: { status: "SUCCEEDED" } });
});

test.skipIf(process.env.HEADWATER_WITHOUT_PYTHON === "1")("Python looks, does and watches, with its standard library alone", async () => {
  await wipe();
  const lines = (await printed("python3", [join(clients, "client.py")], "HEADWATER_WITHOUT_PYTHON")).trimEnd().split("\n");
  expect(lines).toContain("report/text MISSING");
  expect(lines).toContainEqual(expect.stringMatching(/^weather\/mean (SUCCEEDED|REUSED) - ./));
  expect(lines.at(-1)).toBe("The run SUCCEEDED");
});

test("TypeScript looks, does and watches, and knows the types of every answer", async () => {
  await wipe();
  const directory = join(project.directory, "client");
  await mkdir(directory);
  await copyFile(join(repository, "packages/ui/src/graphql/graphql-env.d.ts"), join(directory, "graphql-env.d.ts"));
  await copyFile(join(clients, "client.ts"), join(directory, "client.ts"));
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2024",
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  const check = () => run(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", directory]);
  expect((await check()).stdout).toBe("");

  const lines = (await printed(process.execPath, [join(directory, "client.ts")])).trimEnd().split("\n");
  expect(lines).toContain("report/text MISSING");
  expect(lines).toContain("weather/mean was computed");
  expect(lines).toContainEqual(expect.stringMatching(/^report\/text (SUCCEEDED|REUSED) - ./));
  expect(lines.at(-1)).toBe("The run SUCCEEDED");

  const wrong = (await readFile(join(directory, "client.ts"), "utf8")).replace("({ message }) => message)", "({ mesage }) => mesage)");
  await writeFile(join(directory, "client.ts"), wrong);
  await expect(check()).rejects.toMatchObject({ stdout: expect.stringContaining("'mesage'") });
});
