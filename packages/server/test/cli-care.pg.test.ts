/** Taking care of a database and its values from the command line, by the program itself: migrate and gc. */
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import { expect, inject, test, vi } from "vitest";
import { GcShape, MigrateShape, ProblemsShape } from "./cli-shapes.ts";
import { json, weatherProject, world } from "./cli-world.ts";
import { headwater } from "./headwater-process.ts";

// each command is a process of its own
vi.setConfig({ testTimeout: 180_000 });

test("migrate brings an empty database to the schema of this version, says what it applied, and does nothing the second time", async () => {
  const { adminUrl } = inject("postgres");
  const templateUrl = new URL(adminUrl);
  templateUrl.pathname = "/template0";
  await using empty = await testDatabase({ adminUrl, templateUrl: templateUrl.href });
  await using it = await world(weatherProject);
  const migrate = (...args: string[]) => headwater(["migrate", ...args], { cwd: it.project.directory, databaseUrl: empty.url });
  const known = (await readdir(new URL("../../../migrations/", import.meta.url))).filter((name) => /^\d{6}\.sql$/.test(name)).sort();
  const first = await migrate("--json");
  expect([first.code, MigrateShape.parse(json(first))]).toEqual([0, { applied: known }]);
  expect(json(await migrate("--json"))).toEqual({ applied: [] });
  expect(await migrate()).toMatchObject({ code: 0, stdout: "The database is up to date.\n" });

  const client = new pg.Client({ connectionString: empty.url });
  await client.connect();
  await client.query("insert into headwater.migrations (number, name, checksum) values (999, '000999.sql', 'x')");
  await client.end();
  const newer = await migrate("--json");
  expect([newer.code, ProblemsShape.parse(json(newer)).problems]).toMatchObject([2, [{ code: "DATABASE_TOO_NEW" }]]);
  expect(await headwater(["migrate"], { cwd: "/" })).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file "/headwater.config.ts"') });
});

test("gc removes what nothing refers to and is old enough, says it first if asked, and never what belongs to another database", async () => {
  await using it = await world(weatherProject);
  const values = join(it.project.directory, ".headwater", "values");
  const orphan = join(values, "ab", "ab".repeat(32));
  const dayAgo = new Date(Date.now() - 25 * 3_600_000);
  await mkdir(join(values, "ab"), { recursive: true });
  await writeFile(orphan, "nobody's");
  await utimes(orphan, dayAgo, dayAgo);
  const refused = await it.run("gc", "--json");
  expect([refused.code, ProblemsShape.parse(json(refused)).problems]).toMatchObject([2, [{ code: "DATABASE_WITHOUT_RUNS" }]]);

  expect((await it.run("materialize")).code).toBe(0);
  const stored = async () => (await readdir(values, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name)).length;
  const before = await stored();
  const said = await it.run("gc", "--dry-run", "--json");
  expect([said.code, GcShape.parse(json(said))]).toEqual([0, { values: 1, leftovers: 0, bytes: 8, dryRun: true }]);
  expect(await it.run("gc", "--dry-run", "--older-than", "2d")).toMatchObject({ stdout: "Nothing to remove.\n" });
  expect(await stored()).toBe(before);
  expect(await it.run("gc")).toMatchObject({ code: 0, stdout: "Removed 1 value and 0 unfinished files: 8 bytes\n" });
  expect(await stored()).toBe(before - 1);
  expect((await it.run("value", "w/count")).stdout).toBe("1\n");
  expect(await it.run("gc", "--older-than", "soon")).toMatchObject({ code: 2, stderr: expect.stringContaining("It takes a duration with its unit") });

  await using other = await world(weatherProject);
  expect((await other.run("materialize")).code).toBe(0);
  const elsewhere = await headwater(["gc"], { cwd: it.project.directory, databaseUrl: other.database.url });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining("belongs with the value store")]);
});
