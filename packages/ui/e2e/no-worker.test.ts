/** A server without a worker: every page says so, nothing can be launched, and what was begun goes on when one comes. */
import { launchChromium } from "@headwater/testkit/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Running, startServer, startWorker } from "./headwater.ts";
import { expectAccessible, expectFitsNarrow, openRun, pictureOnFailure, soon } from "./visit.ts";
import { createWorks, type Works } from "./works.ts";

let works: Works;
let server: Awaited<ReturnType<typeof startServer>>;
let browser: Browser;
let page: Page;
let worker: Running | undefined;
beforeAll(async () => {
  works = createWorks();
  [server, browser] = await Promise.all([startServer(works.entry), launchChromium()]);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })).newPage();
});
beforeEach(() => pictureOnFailure(page));
afterAll(async () => {
  await browser?.close();
  await worker?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  works?.[Symbol.dispose]();
});

const banner = () => page.getByTestId("banner-no-worker");
const confirm = () => page.getByTestId("confirm-plan").and(page.locator(":not([aria-disabled='true']):not([disabled])")).click();
const workers = () => page.getByTestId("workers").innerText();

test("before the first worker came, it says that nothing is known yet, and how to start one", async () => {
  await page.goto(server.url);
  await banner().waitFor();
  await expect.poll(() => page.locator("main").innerText(), soon).toMatch(/worker/);
  await expectAccessible(page);
  await expectFitsNarrow(page);
});

test("when one comes, the page shows what it brought without a reload", async () => {
  worker = startWorker(works.entry);
  await page.locator('[data-testid="lineage-graph"] [data-asset]').first().waitFor({ timeout: 60_000 });
  await banner().waitFor({ state: "detached" });
  expect(await workers()).toBe("1 worker");
});

test("when the last one stops, every page says that none is running, in the dark and at 320 px too", async () => {
  await worker?.[Symbol.asyncDispose]();
  worker = undefined;
  await banner().waitFor({ timeout: 30_000 });
  expect(await workers()).toBe("No worker");
  for (const path of ["/overview", "/catalog", "/runs", "/assets/parts/first"]) {
    await page.goto(`${server.url}${path}`);
    await expect.poll(() => banner().innerText(), soon).toContain("No worker is running");
  }
  await expectAccessible(page);
  await expectFitsNarrow(page);
});

test("what is asked for meanwhile is refused in words: what is missing, and what to type", async () => {
  await page.goto(`${server.url}/?asset=parts%2Ffirst&plan=open`);
  await confirm();
  const problem = page.getByTestId("plan-problem");
  await expect.poll(() => problem.innerText(), soon).toMatch(/No worker is running[\s\S]*Start one: headwater dev, or headwater worker/);
  await expectAccessible(page);
});

test("a run whose worker stops in the middle says that it waits for one, and is done once there is one", async () => {
  worker = startWorker(works.entry, "--grace", "0");
  await banner().waitFor({ state: "detached", timeout: 60_000 });
  await page.goto(`${server.url}/?asset=work%2Fslow&plan=open`);
  await confirm();
  await openRun(page);
  await page.locator('[data-testid="run-step"][data-asset="work/slow"]').getByText("Running").waitFor();
  await worker[Symbol.asyncDispose]();
  await expect.poll(() => page.getByTestId("run-outcome").innerText(), { timeout: 30_000 }).toMatch(/Waits for a worker: none is running/);
  await banner().waitFor();
  await expectAccessible(page);
  works.setGo(true);
  worker = startWorker(works.entry);
  await expect.poll(() => page.getByTestId("run-counts").innerText(), { timeout: 60_000 }).toBe("1 materialized");
  await banner().waitFor({ state: "detached" });
});
