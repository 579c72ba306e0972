/** `headwater dev`: server and worker under one supervisor, as a user sees it and as the processes see it. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { childrenOf, devWorld, freePort, isAlive, takePort } from "./dev-world.ts";
import { headwater, startHeadwater } from "./headwater-process.ts";

const small = `
const numbers = source("raw/numbers", csvFile("numbers.csv", z.object({ n: z.coerce.number() })));
const sum = asset("a/sum", { inputs: { numbers }, output: z.number(), run: async ({ numbers }) => { ran("a/sum"); return (await numbers.rows()).reduce((all, { n }) => all + n, 0); } });
export default define({ include: [numbers, sum] });`;

const world = (definitions = small) => devWorld(definitions, { "numbers.csv": "n\n1\n2\n" });

test("it serves, sees a changed source within seconds, restarts what dies, and leaves nothing behind", { timeout: 90_000 }, async () => {
  await using it = await world();
  const port = await freePort();
  const dev = await it.dev(port);
  const ask = async (query: string) =>
    (
      await fetch(`http://127.0.0.1:${port}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) })
    ).json();
  const status = async () => (await ask('{ asset(key: "a/sum") { status } }')).data.asset.status;
  expect(await status()).toBe("MISSING");
  expect((await ask('mutation { materialize(input: { select: "*" }) { problems { message } } }')).data.materialize.problems).toEqual([]);
  await expect.poll(status, { timeout: 20_000 }).toBe("FRESH");

  await it.project.write("numbers.csv", "n\n1\n3\n");
  await expect.poll(status, { timeout: 5_000 }).toBe("STALE");

  await expect.poll(() => childrenOf(dev.pid), { timeout: 20_000 }).toHaveLength(3);
  const children = await childrenOf(dev.pid);
  const [worker] = await it.store.workers();
  process.kill(worker?.pid ?? 0, "SIGKILL");
  await dev.printed(/The worker ended \(SIGKILL\)\.\nStarting a worker again\./);
  await expect.poll(async () => (await it.store.workers()).length, { timeout: 20_000 }).toBe(2);

  const current = await childrenOf(dev.pid);
  dev.kill("SIGTERM");
  expect((await dev.ended).code).toBe(0);
  expect([...children, ...current].filter(isAlive)).toEqual([]);
});

test("its processes end with it, however it ends", async () => {
  await using it = await world();
  const dev = await it.dev(await freePort());
  await expect.poll(() => childrenOf(dev.pid), { timeout: 20_000 }).toHaveLength(3);
  const children = await childrenOf(dev.pid);
  dev.kill("SIGKILL");
  await expect.poll(() => children.filter(isAlive), { timeout: 20_000 }).toEqual([]);
});

test("told a second time to stop, it does not wait for what runs: exit 130", async () => {
  await using it =
    await world(`const slow = asset("a/slow", { output: z.number(), run: () => { ran("a/slow"); return new Promise<number>(() => setInterval(() => undefined, 1_000)); } });
export default define({ include: [slow] });`);
  const dev = await it.dev(await freePort());
  const children = await childrenOf(dev.pid);
  await using _waiting = startHeadwater(["materialize"], it.options);
  await expect.poll(() => it.project.ran(), { timeout: 20_000 }).toEqual({ "a/slow": 1 });
  dev.kill("SIGINT");
  await dev.printed(/^Stopping\.$/m);
  // one keypress may arrive twice within a moment
  await sleep(500);
  dev.kill("SIGINT");
  expect((await dev.ended).code).toBe(130);
  expect(children.filter(isAlive)).toEqual([]);
});

test("what cannot work is refused with exit 2, before anything is started", async () => {
  await using it = await world();
  await using taken = await takePort();
  const refused = async (args: readonly string[], databaseUrl = it.options.databaseUrl) => headwater(["dev", ...args], { ...it.options, databaseUrl });
  expect(await refused(["--port", String(taken.port)])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining(`Port ${taken.port} on 127.0.0.1 is taken`),
  });
  expect(await refused(["--host", "0.0.0.0"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("HEADWATER_TOKEN") });
  expect(await refused([], "postgres://nobody@127.0.0.1:1/nothing")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("cannot be reached"),
  });
  expect(await refused(["nowhere"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("There is no file") });
  expect(await it.store.workers()).toEqual([]);
});

test("a command is executed by the running worker, and by its own process where the definitions differ", { timeout: 90_000 }, async () => {
  await using it = await world();
  await using server = startHeadwater(["server", "--port", "0"], it.options);
  await using serving = startHeadwater(["worker"], it.options);
  await Promise.all([server.printed(/ on http/), serving.printed(/^Worker /m)]);
  const workers = async () => (await it.store.steps((await it.store.runs({ limit: 1 }))[0]?.id ?? "")).map((step) => step.worker);
  const [worker] = await it.store.workers();

  expect(await headwater(["materialize"], it.options)).toMatchObject({ code: 0, stdout: expect.stringContaining("✓ a/sum") });
  expect(await workers()).toEqual([worker?.id]);

  const inline = await headwater(["materialize", "--inline", "--mode", "all"], it.options);
  expect([inline.code, await workers()]).toEqual([0, [expect.stringMatching(/^cli-/)]]);

  await it.project.write("numbers.csv", "n\n5\n");
  const observed = await headwater(["observe", "--json"], it.options);
  expect(JSON.parse(observed.stdout).observations).toMatchObject([{ asset: "raw/numbers", error: null }]);
  expect(JSON.parse((await headwater(["status", "--json"], it.options)).stdout).cells).toMatchObject([
    { status: "FRESH" },
    { asset: "a/sum", status: "STALE" },
  ]);

  await it.project.write("headwater.config.ts", (await it.project.read("headwater.config.ts")).replace("all + n", "all + 2 * n"));
  const edited = await headwater(["materialize"], it.options);
  expect(edited).toMatchObject({ code: 0, stderr: expect.stringContaining("The running worker serves other definitions") });
  expect(await workers()).toEqual([expect.stringMatching(/^cli-/)]);
});
