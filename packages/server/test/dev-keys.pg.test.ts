/** The keys of `headwater dev`, pressed in a terminal. */
import { chmod } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import { expect, test } from "vitest";
import { headwaterInTerminal } from "./pseudo-terminal.ts";
import { temporaryProject } from "./temporary-project.ts";

const definitions = (factor: number) => `
const numbers = source("raw/numbers", csvFile("numbers.csv", z.object({ n: z.coerce.number() })));
const sum = asset("a/sum", { inputs: { numbers }, output: z.number(), run: async ({ numbers }) => (await numbers.rows()).length * ${factor} });
export default define({ include: [numbers, sum] });`;

test("o opens the browser, m materializes what is stale, r reloads the definitions, q quits", { timeout: 90_000 }, async () => {
  await using database = await testDatabase();
  await using project = await temporaryProject(definitions(1), { "numbers.csv": "n\n1\n2\n" });
  await using store = await createPostgresStore({ connectionString: database.url });
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

  const before = (await store.activeLocation())?.definitions.version;
  const entry = await project.read("headwater.config.ts");
  await project.write("headwater.config.ts", entry.replace("length * 1", "length * 2"));
  dev.press("r");
  await dev.shows(/Reloading the definitions\..*The worker is ready: 2 assets/s);
  expect((await store.activeLocation())?.definitions.version).not.toBe(before);

  await project.write("headwater.config.ts", "export default 1;");
  dev.press("r");
  await dev.shows(/is\s+a\s+number,\s+not\s+the\s+result\s+of\s+define\(\).*The worker ended \(exit code 2\)\. Correct that and press r\.$/s);
  await project.write("headwater.config.ts", entry);
  dev.press("r");
  await dev.shows(/exit code 2.*The worker is ready: 2 assets/s);

  dev.press("q");
  expect(await dev.ended).toBe(0);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
