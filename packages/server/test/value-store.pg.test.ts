/** A database is bound to its value store: whoever has another one is refused before anything is written. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { expect, test } from "vitest";
import { headwater } from "./headwater-process.ts";
import { temporaryProject } from "./temporary-project.ts";

const small = `
const one = asset("one", { output: z.number(), run: () => { ran("one"); return 1; } });
export default define({ include: [one] });`;

test("the database of one project with the values of another: materialize, worker and dev end with 2 and name both, and nothing ran", async () => {
  await using database = await testDatabase();
  await using production = await temporaryProject(small);
  await using laptop = await temporaryProject(small);
  const run = (cwd: string, ...args: string[]) => headwater(args, { cwd, databaseUrl: database.url });
  const idOf = async (directory: string): Promise<string> => (await readFile(join(directory, ".headwater", "values", "id"), "utf8")).trim();

  expect(await run(production.directory, "materialize")).toMatchObject({ code: 0 });
  expect(await run(production.directory, "materialize")).toMatchObject({ code: 0 });
  const bound = await idOf(production.directory);

  for (const command of [["materialize", "--mode", "all"], ["worker"], ["dev", "--port", "46117"]]) {
    const refused = await run(laptop.directory, ...command);
    expect([command[0], refused.code]).toEqual([command[0], 2]);
    const said = refused.stdout + refused.stderr;
    expect(said).toContain(`belongs with the value store ${bound} (first used at ${join(production.directory, ".headwater", "values")})`);
    expect(said).toContain(`not with ${await idOf(laptop.directory)} at ${join(laptop.directory, ".headwater", "values")}`);
  }
  expect(await laptop.ran()).toEqual({});
  await using store = await createPostgresStore({ connectionString: database.url });
  expect(await store.runs({ limit: 10 })).toHaveLength(2);

  // Reading what is recorded harms nothing.
  expect(await run(laptop.directory, "status")).toMatchObject({ code: 0 });

  // A store that was moved takes the place of the first.
  await laptop.write(".headwater/values/id", `${bound}\n`);
  expect(await run(laptop.directory, "materialize")).toMatchObject({ code: 0 });
});
