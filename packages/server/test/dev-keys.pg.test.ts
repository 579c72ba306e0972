/** The keys of `headwater dev`, pressed in a terminal. */
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { testDatabase } from "@headwater/testkit";
import { expect, test } from "vitest";
import { freePort } from "./dev-world.ts";
import { headwaterInTerminal } from "./pseudo-terminal.ts";
import { temporaryProject } from "./temporary-project.ts";

const definitions = (factor: number) => `
const numbers = source("raw/numbers", csvFile("numbers.csv", z.object({ n: z.coerce.number() })));
const sum = asset("a/sum", { inputs: { numbers }, output: z.number(), run: async ({ numbers }) => (await numbers.rows()).length * ${factor} });
export default define({ include: [numbers, sum] });`;

test("o opens the browser, m materializes what is stale, r reloads the definitions, q quits", { timeout: 90_000 }, async () => {
  await using database = await testDatabase();
  await using project = await temporaryProject(definitions(1), { "numbers.csv": "n\n1\n2\n" });
  for (const opener of ["xdg-open", "open"]) {
    await project.write(`bin/${opener}`, `#!/bin/sh\necho "$1" > "${project.directory}/opened"\n`);
    await chmod(join(project.directory, "bin", opener), 0o755);
  }
  const environment = { PATH: `${join(project.directory, "bin")}:${process.env.PATH}` };
  const port = await freePort();
  await using dev = headwaterInTerminal(["dev", "--port", String(port)], { cwd: project.directory, databaseUrl: database.url, columns: 120, environment });
  await dev.shows(/press o to open it, m to materialize what is stale, r to reload the definitions, q to quit/);

  dev.press("o");
  await expect.poll(() => project.read("opened").catch(() => ""), { timeout: 10_000 }).toBe(`http://localhost:${port}\n`);

  dev.press("m");
  await dev.shows(/worker │ a\/sum {2}computed/);

  dev.press("r");
  await dev.shows(/Reloading the definitions\..*The worker is ready: 2 assets/s);

  dev.press("q");
  expect(await dev.ended).toBe(0);
});
