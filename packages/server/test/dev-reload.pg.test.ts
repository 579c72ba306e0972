/** The development loop: saved code comes into force by itself, what runs ends on the code that it was planned on, and what is wrong is told until it is mended. */
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { isFinished, launchRun, type Store } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { childrenOf, devWorld, freePort, isAlive } from "./dev-world.ts";

const soon = { timeout: 20_000 };

const entry = `import { factor } from "./factor.ts";
const one = asset("a/one", { output: z.number(), codeVersion: String(factor), run: () => { ran("a/one:" + factor); return factor; } });
export default define({ include: [one] });`;
const factor = (value: number) => `export const factor = ${value};\n`;

const codeVersion = async (store: Store, key: string) => (await store.activeLocation())?.definitions.assets.find((asset) => asset.key === key)?.codeVersion;
const problems = async (store: Store) => (await store.brokenDefinitions())?.problems ?? null;

test("a saved file comes into force by itself, and what is wrong with it is told until it is mended", { timeout: 120_000 }, async () => {
  await using it = await devWorld(entry, { "factor.ts": factor(1) });
  const dev = await it.dev(await freePort(), { HEADWATER_IMPORT_TIMEOUT: "3" });
  const [server = 0] = await childrenOf(dev.pid);
  const { store, project } = it;
  const inForce = () => codeVersion(store, "a/one");
  expect(await inForce()).toBe("1");
  await project.write("factor.ts", factor(2));
  await expect.poll(inForce, soon).toBe("2");

  // as editors do that write another file and rename it
  await project.write("factor.ts~", factor(3));
  await rename(join(project.directory, "factor.ts~"), join(project.directory, "factor.ts"));
  await expect.poll(inForce, soon).toBe("3");

  await project.write("factor.ts", "export const factor = ;\n");
  await expect
    .poll(() => problems(store), soon)
    .toMatchObject([{ code: "ENTRY_FAILED", file: "factor.ts", line: 1, frame: expect.stringContaining("> 1 | export const factor = ;") }]);
  await dev.printed(/cannot be loaded: .*\n {2}> 1 \| export const factor = ;/);
  expect(await inForce()).toBe("3");

  await project.write("factor.ts", factor(3));
  await expect.poll(() => problems(store), soon).toBeNull();
  expect(await inForce()).toBe("3");

  // a module that is not there yet
  const good = await project.read("headwater.config.ts");
  await project.write("headwater.config.ts", good.replace("./factor.ts", "./made/later"));
  await expect.poll(() => problems(store), soon).toMatchObject([{ message: expect.stringContaining('there is no file for the import "./made/later"') }]);
  await project.write("made/later.ts", factor(4));
  await expect.poll(() => problems(store), soon).toBeNull();
  await expect.poll(inForce, soon).toBe("4");

  // all problems at once
  const two = ["a//x", "b//y"].map((key) => `asset("${key}", { output: z.number(), run: () => 1 })`);
  await project.write("headwater.config.ts", good.replace("include: [one]", `include: [one, ${two.join(", ")}]`));
  await expect.poll(async () => (await problems(store))?.length, soon).toBe(2);

  await project.write("headwater.config.ts", `${good}\nfor (;;) {}\n`);
  const spinning = good.split("\n").length + 1;
  await expect.poll(() => problems(store), soon).toMatchObject([{ code: "ENTRY_TIMEOUT", file: "headwater.config.ts", line: spinning }]);

  await project.write("headwater.config.ts", `${good}\nawait new Promise(() => {});\n`);
  await expect.poll(async () => (await problems(store))?.[0]?.message, soon).toMatch(/waits outside of functions .*headwater\.config\.ts:\d+\)/);

  await project.write("headwater.config.ts", `${good}\nprocess.exit(0);\n`);
  await expect.poll(() => problems(store), soon).toMatchObject([{ code: "ENTRY_ENDED", file: "headwater.config.ts", line: spinning }]);

  await project.write("headwater.config.ts", good);
  await expect.poll(() => problems(store), soon).toBeNull();
  expect(await inForce()).toBe("3");
  expect(isAlive(server)).toBe(true);
});

test("with broken code it starts, says what is wrong, and waits until that is mended", { timeout: 60_000 }, async () => {
  await using it = await devWorld(entry, { "factor.ts": "export const factor = ;\n" });
  const dev = await it.dev(await freePort());
  await dev.printed(/waiting for the problems above to be corrected/);
  await dev.printed(/cannot be loaded: .*factor\.ts:1\)/);
  expect(await problems(it.store)).toHaveLength(1);
  await it.project.write("factor.ts", factor(1));
  await dev.printed(/The worker is ready: 1 asset/);
  expect([await problems(it.store), (await it.store.activeLocation())?.definitions.assets.length]).toEqual([null, 1]);
});

/** `a/slow` runs until there is a file "go"; `a/next` comes after it. */
const slow = `import { factor } from "./factor.ts";
const slow = asset("a/slow", { output: z.string(), codeVersion: "slow" + factor, run: async () => {
  ran("slow " + factor);
  while (!existsSync(new URL("go", import.meta.url))) await new Promise((resolve) => setTimeout(resolve, 20));
  return "slow " + factor;
} });
const next = asset("a/next", { inputs: { slow }, output: z.string(), codeVersion: "next" + factor, run: ({ slow }) => { ran("next " + factor); return slow; } });
export default define({ include: [slow, next] });`;

async function slowRun() {
  const it = await devWorld(slow, { "factor.ts": factor(1) });
  const port = await freePort();
  const dev = await it.dev(port);
  const launch = async (): Promise<string> => (await launchRun(it.store, { select: "*", mode: "STALE", observe: false, launchedBy: "test" })).run.id;
  const run = await launch();
  await expect.poll(() => it.project.ran(), soon).toEqual({ "slow 1": 1 });
  const [old] = await it.store.workers();
  const before = (await it.store.activeLocation())?.definitions.version;
  return {
    ...it,
    dev,
    port,
    run,
    launch,
    oldPid: old?.pid ?? 0,
    /** Waits for other definitions than those of the run. */
    reloaded: () => expect.poll(async () => (await it.store.activeLocation())?.definitions.version, soon).not.toBe(before),
    ended: (id: string, atMostMs = 20_000) =>
      expect.poll(async () => isFinished((await it.store.run(id))?.status ?? "RUNNING"), { timeout: atMostMs, interval: 100 }).toBe(true),
  };
}

test("a run ends on the code that it was planned on, while the next one takes the new; nothing runs twice, and the old process ends", {
  timeout: 120_000,
}, async () => {
  await using it = await slowRun();
  await it.project.write("factor.ts", factor(2));
  await it.reloaded();
  expect(isAlive(it.oldPid)).toBe(true);
  await it.project.write("go", "");
  await it.ended(it.run);
  expect((await it.store.run(it.run))?.status).toBe("SUCCEEDED");
  expect(await it.project.ran()).toEqual({ "slow 1": 1, "next 1": 1 });
  await expect.poll(() => isAlive(it.oldPid), soon).toBe(false);

  await it.ended(await it.launch());
  expect(await it.project.ran()).toEqual({ "slow 1": 1, "next 1": 1, "slow 2": 1, "next 2": 1 });
});

test("where the old process dies, and the server too, the run ends all the same, on the new code", { timeout: 120_000 }, async () => {
  await using it = await slowRun();
  const [server = 0] = await childrenOf(it.dev.pid);
  process.kill(server, "SIGKILL");
  await it.project.write("factor.ts", factor(2));
  await it.reloaded();
  process.kill(it.oldPid, "SIGKILL");
  await it.project.write("go", "");
  await it.ended(it.run, 60_000);
  expect((await it.store.run(it.run))?.status).toBe("SUCCEEDED");
  expect(await it.project.ran()).toEqual({ "slow 1": 1, "slow 2": 1, "next 2": 1 });
});

test("a burst of twenty saves ends in the last of them, and leaves no process behind", { timeout: 120_000 }, async () => {
  await using it = await devWorld(entry, { "factor.ts": factor(0) });
  const dev = await it.dev(await freePort());
  for (let value = 1; value <= 20; value++) {
    await it.project.write("factor.ts", value % 3 === 0 ? "export const factor = ;" : factor(value));
    await new Promise((resolve) => setTimeout(resolve, value * 15));
  }
  await expect.poll(() => codeVersion(it.store, "a/one"), soon).toBe("20");
  const { id } = (await launchRun(it.store, { select: "*", mode: "STALE", observe: false, launchedBy: "test" })).run;
  await expect.poll(async () => isFinished((await it.store.run(id))?.status ?? "RUNNING"), soon).toBe(true);
  expect(await it.project.ran()).toEqual({ "a/one:20": 1 });
  // the server, the worker and the spare one
  await expect.poll(() => childrenOf(dev.pid), soon).toHaveLength(3);
  expect(await problems(it.store)).toBeNull();
});
