/** The command line as users meet it: real processes on a real database. */
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { csv, json, weather, world } from "./cli-world.ts";
import { headwater, startHeadwater } from "./headwater-process.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

test("from an edited file to recomputed assets: status, plan, materialize, and then nothing to do", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);

  const unknown = json(await it.run("status", "--json"));
  expect(unknown.cells.map((cell: { asset: string; status: string }) => [cell.asset, cell.status])).toEqual([
    ["raw/days", "UNOBSERVED"],
    ["w/hot", "MISSING"],
    ["w/count", "MISSING"],
  ]);

  const first = await it.run("materialize", "--json");
  expect(first.code).toBe(0);
  expect(json(first)).toMatchObject({
    status: "SUCCEEDED",
    steps: [
      { asset: "w/hot", outcome: "SUCCEEDED", attempts: 1 },
      { asset: "w/count", outcome: "SUCCEEDED" },
    ],
  });
  expect(first.stderr).toContain("printed by user code");

  const second = await it.run("materialize", "--json");
  expect([second.code, json(second)]).toMatchObject([0, { status: "SUCCEEDED", steps: [] }]);
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1 });

  await it.project.write("days.csv", csv.replace("01-01,10", "01-01,12"));
  const observed = await it.run("observe", "--json");
  expect([observed.code, json(observed).observations]).toMatchObject([0, [{ asset: "raw/days", partition: null, changed: true, error: null }]]);

  const stale = json(await it.run("status", "--json")).cells;
  expect(stale).toMatchObject([
    { asset: "raw/days", status: "FRESH", causes: [] },
    { asset: "w/hot", status: "STALE", causes: [{ code: "INPUT_CHANGED", input: "days" }], rootCauses: [{ asset: "raw/days", code: "INPUT_CHANGED" }] },
    { asset: "w/count", status: "UPSTREAM_STALE", causes: [], rootCauses: [{ asset: "raw/days" }] },
  ]);
  expect(json(await it.run("plan", "--json")).steps).toMatchObject([
    { asset: "w/hot", action: "RUN", wave: 0 },
    { asset: "w/count", action: "CONDITIONAL", wave: 1 },
  ]);

  const third = await it.run("materialize");
  expect(third.code).toBe(0);
  expect(third.stdout).toMatch(/✓ w\/hot {2}1 row {2}\d+ ms/);
  expect(third.stdout).toContain("= w/count  unchanged: ");
  expect(await it.project.ran()).toEqual({ "w/hot": 2, "w/count": 1 });
});

test("the same bytes again leave everything fresh, and so does another value and back", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  const observed = async () => json(await it.run("observe", "--json")).observations[0].changed;
  const stale = async () => json(await it.run("status", "--json")).cells.filter((cell: { status: string }) => cell.status !== "FRESH");
  expect((await it.run("materialize")).code).toBe(0);
  await it.project.write("days.csv", csv);
  expect([await observed(), await stale()]).toEqual([false, []]);

  await it.project.write("days.csv", csv.replace("31", "33"));
  expect(await observed()).toBe(true);
  expect(await stale()).toMatchObject([
    { asset: "w/hot", causes: [{ message: expect.stringContaining("days.csv") }] },
    { asset: "w/count", rootCauses: [{ message: expect.stringContaining("days.csv") }] },
  ]);
  await it.project.write("days.csv", csv);
  expect([await observed(), await stale()]).toEqual([true, []]);
  expect(json(await it.run("materialize", "--json")).steps).toEqual([]);
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1 });
});

test("what materialize says first is the plan that it carries out, made after the look at the sources", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  expect((await it.run("materialize")).stdout).toMatch(/^2 to run\n/);
  expect((await it.run("materialize")).stdout).toBe("Nothing to do.\n");
  await it.project.write("days.csv", csv.replace("01-01,10", "01-01,12"));
  expect((await it.run("materialize")).stdout).toMatch(/^1 to run, 1 to run if needed\n/);
});

test("a failing asset: exit 1, its children are skipped with the reason, other branches finish, and its stack is shown", async () => {
  await using it = await world(`${weather}
const broken = asset("x/broken", { inputs: { days }, output: z.number(), run: () => { throw new Error("no luck"); } });
const below = asset("x/below", { inputs: { broken }, output: z.number(), run: ({ broken }) => broken });
export default define({ include: [days, hot, count, broken, below] });`);

  const failed = await it.run("materialize");
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain("↷ x/below  skipped: x/broken failed");
  expect(failed.stdout).toMatch(/x\/broken failed: no luck\n {2}at .*headwater\.config\.ts:\d+/);
  expect(await it.project.ran()).toEqual({ "w/hot": 1, "w/count": 1 });

  const again = await it.run("materialize", "--json");
  expect([again.code, json(again)]).toMatchObject([
    1,
    {
      status: "FAILED",
      steps: [
        { asset: "x/broken", outcome: "FAILED", error: { message: "no luck" } },
        { asset: "x/below", outcome: "SKIPPED" },
      ],
    },
  ]);

  const shown = await it.run("run", json(again).runId);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("x/broken failed: no luck")]);

  const blocked = await it.run("materialize", "x/below", "--json");
  expect([blocked.code, json(blocked).problems]).toMatchObject([3, [{ code: "PLAN_BLOCKED", fix: expect.stringContaining("--upstream") }]]);
});

test("data and code that break a rule: exit 1 with the place, what was found and what to do, and the values as they were", async () => {
  const definitions = (given: string): string => `${weather}
const shape = asset("w/shape", { inputs: { count }, output: z.object({ days: z.number() }), run: () => ({ days: ${given} }) as never });
export default define({ include: [days, hot, count, shape] });`;
  await using it = await world(definitions("1"));
  expect((await it.run("materialize")).code).toBe(0);
  const versions = async () =>
    json(await it.run("status", "--json")).cells.map(({ asset, dataVersion }: { asset: string; dataVersion: string }) => [asset, dataVersion]);
  const before = (await versions()).slice(1);
  const failed = async (says: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await it.run("materialize");
    expect([code, stdout]).toEqual([1, expect.stringMatching(says)]);
    expect(stdout + stderr).not.toMatch(/^\s+at |caused by/m);
    expect((await versions()).slice(1)).toEqual(before);
  };

  await it.project.write("days.csv", `${csv}2024-01-03,warm\n`);
  await failed(/"days\.csv" \(source "raw\/days"\), line 4, column "temp": "warm".*\n {2}Correct that line of the file/);
  await it.project.write("days.csv", `${csv}2024-01-03\n`);
  await failed(/"days\.csv" \(source "raw\/days"\), line 4: 1 cell.* 2 columns/);
  await it.project.remove("days.csv");
  await failed(/The file "days\.csv" of source "raw\/days" does not exist \(looked for .*\n {2}Put the file there/);

  await it.project.write("days.csv", csv);
  await it.project.write("headwater.config.ts", (await it.project.read("headwater.config.ts")).replace("days: 1 }", 'days: "many" }'));
  await failed(/The output of "w\/shape" does not fit its schema at days: .*\n {2}Correct what produces the value, or the schema\./);
});

test("config that does not fit is refused before a run is recorded: exit 2", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  for (const command of ["plan", "materialize"]) {
    for (const [config, says] of [
      ['{"w/hot": {"threshold": "hot"}}', 'The config of "w/hot" does not fit its schema: threshold: '],
      ['{"w/hot": 30}', 'The config of "w/hot" does not fit its schema: '],
      ['{"w/none": {}}', 'Assets with one: "w/hot"'],
      ["{", "It takes JSON by asset key"],
    ] as const) {
      const { code, stderr } = await it.run(command, "--config", config);
      expect({ command, config, code, stderr }).toEqual({ command, config, code: 2, stderr: expect.stringContaining(says) });
    }
  }
  expect(json(await it.run("runs", "--json"))).toMatchObject({ runs: [] });
});

test("a database that cannot be used: exit 2 with what to do, and no stack", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  const refused = async (args: readonly string[], says: string): Promise<void> => {
    const { code, stdout, stderr } = await it.run(...args);
    expect({ args, code, stdout, stderr }).toEqual({ args, code: 2, stdout: "", stderr: expect.stringContaining(says) });
    expect(stderr).not.toMatch(/^\s+at |secret/m);
  };
  await refused(["status", "--database-url", "postgres://me:secret@127.0.0.1:1/none"], "The Postgres database 127.0.0.1:1/none cannot be reached: ");
  await refused(["worker", "--database-url", "mysql://me:secret@127.0.0.1/none"], '--database-url was given "mysql://..."; it takes a URL such as postgres://');

  const client = new pg.Client({ connectionString: it.database.url });
  await client.connect();
  await client.query("insert into headwater.migrations (number, name, checksum) values (999, '000999.sql', 'x')");
  for (const command of ["status", "plan", "materialize", "observe", "runs", "worker"])
    await refused([command], "was migrated by a newer Headwater: it is at migration 999");
  await refused(["server", "--port", "0"], "was migrated by a newer Headwater");
  const { rows } = await client.query(
    "select (select count(*) from headwater.events)::int as events, (select count(*) from headwater.migrations)::int as migrations",
  );
  await client.end();
  expect(rows).toEqual([{ events: 0, migrations: expect.any(Number) }]);
});

test("an address that cannot be served: exit 2 with what to do", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const busy = await it.run("server", "--port", String(port));
  taken.close();
  expect([busy.code, busy.stderr]).toEqual([2, expect.stringMatching(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken.*\\n.*--port`))]);
  expect(await it.run("server", "--host", "0.0.0.0")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/reachable from other machines at 0\.0\.0\.0.*\n.*HEADWATER_TOKEN/),
  });
});

test("wrong usage: exit 2 with what to do, and no stack", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`);
  const cases: readonly (readonly [args: readonly string[], says: string])[] = [
    [["statsu"], "Did you mean status?"],
    [["status", "--jsn"], "Did you mean --json?"],
    [["status", "w/(("], "wrong at column"],
    [["status", "w/hott"], 'There is no asset "w/hott". Similar: "w/hot"'],
    [["status", "--partition", "2024-01-01"], "none of these assets is partitioned"],
    [["plan", "--entry", "nowhere.ts"], 'nowhere.ts"'],
    [["materialize", "--config", '{"w/none": {}}'], 'Assets with one: "w/hot"'],
  ];
  for (const [args, says] of cases) {
    const { code, stderr } = await it.run(...args);
    expect({ args, code, stderr }).toEqual({ args, code: 2, stderr: expect.stringContaining(says) });
    expect(stderr).not.toMatch(/^\s+at /m);
  }
  for (const args of [["statsu"], ["status", "--jsn"], ["plan", "--mode", "none"], ["why"], ["status", "w/hott"]]) {
    const { code, stdout } = await it.run(...args, "--json");
    expect([args, code, JSON.parse(stdout)]).toEqual([
      args,
      2,
      { problems: [expect.objectContaining({ severity: "error", message: expect.any(String), fix: expect.any(String) })] },
    ]);
  }
});

test("definitions that cannot be used: exit 2, every problem with its file and line", async () => {
  await using it = await world(`const one = asset("a/x", { output: z.number(), run: () => 1 });
const two = asset("a/x", { output: z.number(), run: () => 2 });
export default define({ include: [one, two] });`);
  const duplicate = await it.run("materialize", "--json");
  expect([duplicate.code, json(duplicate).problems]).toMatchObject([
    2,
    [{ code: "ASSET_KEY_TAKEN", file: expect.stringContaining("headwater.config.ts"), line: expect.any(Number) }],
  ]);

  const header = `import { asset, define } from "@headwater/core";\nimport { z } from "zod";\n`;
  await it.project.write(
    "headwater.config.ts",
    `${header}const one = asset("a/x", { output: z.number(), run: () => 1 });
const two = asset("a/y", { inputs: { one }, output: z.number(), run: ({ one }) => one });
const three = asset("a/x", { inputs: { two, text: "a/y" as never }, output: z.number(), run: () => 2 });
export default define({ include: [two, three] });`,
  );
  const several = await it.run("status");
  expect([several.code, several.stderr]).toEqual([2, expect.stringMatching(/in a circle: a\/y -> a\/x -> a\/y\.\n.*headwater\.config\.ts:\d+/)]);
  expect(several.stderr).toMatch(
    /Input "text" of asset "a\/x" is the text "a\/y", not an asset\.\n.*headwater\.config\.ts:5\n(?:.*\n)+ {2}> 5 \| const three = .*\n(?:.*\n)+ {2}Pass the asset itself/,
  );

  await it.project.write("headwater.config.ts", "export const nothing = 1;");
  expect(await it.run("status")).toMatchObject({ code: 2, stderr: expect.stringContaining("The default export of") });
  await it.project.write("headwater.config.ts", 'throw new Error("not today");');
  expect(await it.run("status")).toMatchObject({ code: 2, stderr: expect.stringMatching(/not today \(.*headwater\.config\.ts:1\)/) });
  await it.project.write("headwater.config.ts", "export default define({;");
  expect(await it.run("status")).toMatchObject({ code: 2, stderr: expect.stringMatching(/cannot be loaded: .*headwater\.config\.ts/s) });
});

test("a source that is gone: observe says so and exits 1, the last version stays", async () => {
  await using it = await world(`${weather}\nexport default define({ include: [days, hot, count] });`, {});
  const observed = await it.run("observe", "--json");
  expect([observed.code, json(observed).observations]).toMatchObject([
    1,
    [{ asset: "raw/days", changed: false, error: { message: expect.stringContaining("days.csv") } }],
  ]);
  expect((await it.run("status")).stdout).toContain("cannot be observed: ");
});

test("a secret comes from the environment, and shows nowhere", async () => {
  await using it = await world(`
import { resource, secret } from "@headwater/core";
const api = resource({ config: z.object({ token: z.string() }), values: { token: secret("TEST_TOKEN") }, open: ({ config }) => config, close: () => ran("closed") });
const told = asset("a/told", { resources: { api }, output: z.number(), run: (_, { resources, log }) => { log.info("with " + resources.api.token); return resources.api.token.length; } });
const failed = asset("a/failed", { resources: { api }, output: z.number(), run: (_, { resources }) => { throw new Error("refused " + resources.api.token); } });
export default define({ include: [told, failed] });`);
  const missing = json(await it.run("materialize", "a/told", "--json"));
  expect(missing.steps[0].error).toMatchObject({
    code: "SECRET_MISSING",
    message: 'The secret TEST_TOKEN, which resource "api" of "a/told" needs, is not set.',
  });
  const environment = { TEST_TOKEN: "hunter2" };
  const ended = await headwater(["materialize", "--json"], { cwd: it.project.directory, databaseUrl: it.database.url, environment });
  expect(json(ended).steps).toMatchObject([{ outcome: "SUCCEEDED" }, { outcome: "FAILED", reason: "refused ***" }]);
  expect(ended.stderr).toContain("with ***");
  expect(ended.stdout + ended.stderr).not.toContain("hunter2");
  expect(await it.project.ran()).toEqual({ closed: 1 });
});

test("Ctrl-C cancels the run and waits for its end: exit 130, nothing is published", async () => {
  await using it = await world(`
const slow = asset("a/slow", { output: z.number(), run: (_, { signal }) => { ran("a/slow"); return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))); } });
const after = asset("a/after", { inputs: { slow }, output: z.number(), run: ({ slow }) => { ran("a/after"); return slow; } });
export default define({ include: [slow, after] });`);
  await using running = startHeadwater(["materialize", "--json"], { cwd: it.project.directory, databaseUrl: it.database.url });
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/slow": 1 });
  running.kill("SIGINT");
  const ended = await running.ended;
  expect([ended.code, json(ended)]).toMatchObject([
    130,
    {
      status: "CANCELLED",
      steps: [
        { asset: "a/slow", outcome: "CANCELLED" },
        { asset: "a/after", outcome: "CANCELLED" },
      ],
    },
  ]);
  expect(json(await it.run("status", "--json")).cells).toMatchObject([{ status: "MISSING" }, { status: "MISSING" }]);
});

test("what a killed command left undone does not stop the next one", { timeout: 90_000 }, async () => {
  await using it = await world(`
const once = asset("a/once", { output: z.number(), run: () => { ran("a/once"); return times("a/once") === 1 ? new Promise<number>(() => setInterval(() => undefined, 1_000)) : 7; } });
export default define({ include: [once] });`);
  await using killed = startHeadwater(["materialize"], { cwd: it.project.directory, databaseUrl: it.database.url });
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/once": 1 });
  killed.kill("SIGKILL");
  await killed.ended;
  const next = await it.run("materialize", "--json");
  expect([next.code, json(next).status]).toEqual([0, "SUCCEEDED"]);
  expect(await it.project.ran()).toEqual({ "a/once": 2 });
  const runs = json(await it.run("runs", "--json")).runs;
  expect(runs.map((run: { status: string }) => run.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
});
