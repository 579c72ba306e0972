/** The product in one story: a raw file changes, exactly the right assets turn stale with the reason, a click recomputes only what must be. */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { launchChromium } from "@headwater/testkit/chromium";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import { type Headwater, headwater, startHeadwater } from "./headwater.ts";
import { createProject, type Project } from "./project.ts";

let project: Project;
let running: Headwater;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  project = createProject();
  [running, browser] = await Promise.all([startHeadwater(project.entry), launchChromium()]);
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })).newPage();
  await page.goto(running.url);
});
beforeEach(() => {
  onTestFailed(async ({ task }) => {
    const path = join(tmpdir(), `headwater-${task.id}.png`);
    await page.screenshot({ path });
    process.stderr.write(`What the browser showed when "${task.name}" failed: ${path}\n`);
  });
});
afterAll(async () => {
  await browser?.close();
  await running?.[Symbol.asyncDispose]();
  project?.[Symbol.dispose]();
});

const computed = ["air/yearly", "weather/days", "weather/headline", "weather/hot", "weather/means", "weather/summary"];
/** The promise of the README: from a saved file to the browser. */
const shownWithin = { timeout: 5_000 };
const ranWithin = { timeout: 60_000 };

const node = (key: string) => page.locator(`[data-testid="lineage-graph"] [data-asset="${key}"]`);
const byTestId = (id: string) => page.getByTestId(id);

/** Status of every computed asset, as the graph shows it. */
const shown = async (): Promise<Record<string, string | null>> =>
  Object.fromEntries(await Promise.all(computed.map(async (key) => [key, await node(key).getAttribute("data-status")])));
const all = (status: string) => Object.fromEntries(computed.map((key) => [key, status]));
const afterEdit = {
  "air/yearly": "FRESH",
  "weather/days": "STALE",
  "weather/means": "UPSTREAM_STALE",
  "weather/hot": "UPSTREAM_STALE",
  "weather/summary": "UPSTREAM_STALE",
  "weather/headline": "UPSTREAM_STALE",
};

/** What stands in the way of some readers, as it is shown now. */
async function violations(colorScheme: "light" | "dark"): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map((violation) => `${colorScheme}: ${violation.id} at ${violation.nodes.map((one) => one.target).join(" ")}`);
}

const runInAddress = (): string | null => new URL(page.url()).searchParams.get("run");

/** Opens the plan, confirms it, and waits for the end of the run. Returns outcomes by asset, as the run panel shows them. */
async function materializeStale(): Promise<Record<string, string | null>> {
  const before = runInAddress();
  await byTestId("materialize-stale").click();
  await byTestId("confirm-plan").and(page.locator(":not([aria-disabled='true']):not([disabled])")).click();
  await expect.poll(runInAddress, shownWithin).not.toBe(before);
  // the address is ahead of the page, which may still show the run before
  const panel = byTestId("run-panel").and(page.locator(`[data-run="${runInAddress()}"]`));
  await expect.poll(async () => (await panel.isVisible()) && (await panel.getAttribute("data-status")), ranWithin).toMatch(/SUCCEEDED|FAILED/);
  const steps = await panel.getByTestId("run-step").all();
  return Object.fromEntries(
    await Promise.all(steps.map(async (step) => [(await step.getAttribute("data-asset")) ?? "", await step.getAttribute("data-outcome")])),
  );
}

describe("from a raw file to a click", () => {
  test("the graph shows every asset; nothing is computed yet", async () => {
    await expect.poll(shown, { timeout: 20_000 }).toEqual(all("MISSING"));
    await expect.poll(() => node("raw/weather").getAttribute("data-status"), shownWithin).toBe("FRESH");
    expect(project.ran()).toEqual([]);
  });

  test("the first click shows the plan, and computes everything once", async () => {
    await byTestId("materialize-stale").click();
    await expect.poll(() => byTestId("plan-row").count(), shownWithin).toBe(6);
    expect(await byTestId("plan-row").first().innerText()).toMatch(/never materialized/i);
    await page.keyboard.press("Escape");
    await byTestId("plan-panel").waitFor({ state: "detached" });
    expect(Object.values(await materializeStale())).toEqual(Array(6).fill("SUCCEEDED"));
    expect(project.ran()).toEqual(computed);
    await expect.poll(shown, shownWithin).toEqual(all("FRESH"));
  });

  test("one changed temperature: within seconds only what lies downstream is stale, and the file is named as the cause", async () => {
    project.setHigh("2012-01-05", "9.0");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    await node("weather/headline").hover();
    await expect.poll(() => byTestId("causes-card").innerText(), shownWithin).toContain("weather.csv");
    await page.mouse.move(5, 5);
  });

  test("the plan says what will run, what may, and why", async () => {
    await byTestId("materialize-stale").click();
    await expect.poll(() => byTestId("plan-row").count(), shownWithin).toBe(5);
    const actions = await Promise.all(
      (await byTestId("plan-row").all()).map(async (row) => [await row.getAttribute("data-asset"), await row.getAttribute("data-action")]),
    );
    expect(Object.fromEntries(actions)).toEqual({
      "weather/days": "RUN",
      "weather/means": "CONDITIONAL",
      "weather/hot": "CONDITIONAL",
      "weather/summary": "CONDITIONAL",
      "weather/headline": "CONDITIONAL",
    });
    expect(await byTestId("plan-roots").innerText()).toContain("weather.csv");
    expect(await byTestId("plan-not-needed").innerText()).toMatch(/not needed/i);
    await page.keyboard.press("Escape");
    await byTestId("plan-panel").waitFor({ state: "detached" });
  });

  test("a click runs the functions whose inputs changed; the rest says unchanged; a second click has nothing to do", async () => {
    expect(await materializeStale()).toEqual({
      "weather/days": "SUCCEEDED",
      "weather/means": "SUCCEEDED",
      "weather/hot": "SUCCEEDED",
      "weather/summary": "UNCHANGED",
      "weather/headline": "UNCHANGED",
    });
    expect(project.ran()).toEqual(["weather/days", "weather/hot", "weather/means"]);
    await expect.poll(shown, shownWithin).toEqual(all("FRESH"));
    expect(await node("weather/headline").innerText()).toMatch(/unchanged/i);
    await expect.poll(() => byTestId("materialize-stale").innerText(), shownWithin).toMatch(/All fresh/);
    expect(project.ran()).toEqual([]);
  });

  test("the same bytes again, and a value that is changed back, leave everything fresh", async () => {
    const before = project.setHigh("2012-07-04", "39.0");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    project.setHigh("2012-07-04", before);
    await expect.poll(shown, shownWithin).toEqual(all("FRESH"));
    project.setHigh("2012-07-04", before);
    await page.waitForTimeout(3_000);
    expect(await shown()).toEqual(all("FRESH"));
  });

  test("a failing asset: what lies below is skipped with the reason, other branches finish, the error is on the run page", async () => {
    project.setBroken(true);
    project.setHigh("2012-07-04", "39.0");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    expect(await materializeStale()).toEqual({
      "weather/days": "SUCCEEDED",
      "weather/means": "FAILED",
      "weather/hot": "SUCCEEDED",
      "weather/summary": "SKIPPED",
      "weather/headline": "SKIPPED",
    });
    project.ran();
    await page.goto(`${running.url}/runs/${runInAddress()}`);
    const failed = page.locator('[data-testid="run-step"][data-asset="weather/means"]');
    await expect.poll(() => failed.innerText(), shownWithin).toContain("weather/means is broken on purpose");
    await failed.getByText(/stack/i).first().click();
    await expect.poll(() => failed.innerText(), shownWithin).toContain("headwater.config.ts");
    expect(await page.locator('[data-testid="run-step"][data-asset="weather/headline"]').innerText()).toContain(
      "weather/summary was skipped because weather/means failed",
    );
  });

  test("the node of what failed says so, and the report of it can be read in the dark", async () => {
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await page.goto(running.url);
    await expect.poll(() => node("weather/means").getAttribute("data-outcome"), shownWithin).toBe("FAILED");
    await materializeStale();
    await page.locator("[data-sonner-toast]").waitFor();
    await page.waitForTimeout(500);
    expect(await violations("dark")).toEqual([]);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    project.ran();
  });

  test("the next run does only what is left", async () => {
    project.setBroken(false);
    await page.goto(running.url);
    await expect.poll(shown, shownWithin).toMatchObject({ "weather/days": "FRESH", "weather/means": "STALE", "weather/hot": "FRESH" });
    expect(Object.keys(await materializeStale()).sort()).toEqual(["weather/headline", "weather/means", "weather/summary"]);
    expect(project.ran()).toEqual(["weather/headline", "weather/means", "weather/summary"]);
    await expect.poll(shown, shownWithin).toEqual(all("FRESH"));
  });

  test("the asset page shows the history; a run that was started elsewhere appears by itself", async () => {
    await page.goto(`${running.url}/assets/weather/means?tab=history`);
    await expect.poll(() => byTestId("materialization").count(), shownWithin).toBe(3);
    project.setHigh("2012-07-04", "25.0");
    const { code, stdout, stderr } = await headwater(["materialize", "--entry", project.entry, "--json"]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "SUCCEEDED" });
    await expect.poll(() => byTestId("materialization").count(), shownWithin).toBe(4);
  });

  test("a change after a run takes back what the nodes said of it", async () => {
    await page.goto(running.url);
    project.setHigh("2012-07-04", "38.5");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    await materializeStale();
    await expect.poll(() => node("weather/days").getAttribute("data-outcome"), shownWithin).toBe("SUCCEEDED");
    project.setHigh("2012-07-04", "25.0");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    expect(await Promise.all(computed.map((key) => node(key).getAttribute("data-outcome")))).toEqual(Array(6).fill(null));
    await materializeStale();
    await expect.poll(shown, shownWithin).toEqual(all("FRESH"));
  });

  test("a broken row: the error names file, line and column, and says what to do instead of where in our code", async () => {
    await page.goto(running.url);
    const good = readFileSync(project.weather, "utf8");
    project.setHigh("2012-01-02", "warm");
    await expect.poll(shown, shownWithin).toEqual(afterEdit);
    expect(await materializeStale()).toMatchObject({ "weather/days": "FAILED", "weather/headline": "SKIPPED" });
    await page.goto(`${running.url}/runs/${runInAddress()}`);
    const error = page.locator('[data-testid="run-step"][data-asset="weather/days"]').getByTestId("step-error");
    await expect
      .poll(() => error.innerText(), shownWithin)
      .toMatch(/"weather\.csv" \(source "raw\/weather"\), line 3, column "temp_max": "warm".*\n+Correct that line of the file/);
    expect(await error.innerText()).not.toMatch(/stack|caused by/i);
    writeFileSync(project.weather, good);
  });

  test("a selection that means nothing says what is wrong, and where", async () => {
    await page.goto(`${running.url}/?select=${encodeURIComponent("weather/(")}`);
    await expect.poll(() => page.locator("body").innerText(), shownWithin).toMatch(/is wrong at column \d+: expected/);
    await page.goto(`${running.url}/?select=${encodeURIComponent("weather/dayz")}`);
    await expect.poll(() => page.locator("body").innerText(), shownWithin).toContain('There is no asset "weather/dayz". Similar: "weather/days"');
  });

  test("a server that dies and comes back: the page says so, and then goes on by itself", async () => {
    await page.goto(running.url);
    await expect.poll(() => byTestId("connection").getAttribute("data-connection"), shownWithin).toBe("live");
    running.killServer();
    await byTestId("banner-disconnected").waitFor();
    await byTestId("banner-disconnected").waitFor({ state: "detached" });
    project.setHigh("2012-07-04", "24.0");
    await expect.poll(() => byTestId("materialize-stale").getAttribute("data-count"), { timeout: 20_000 }).toBe("5");
  });

  test.each(["/", "/?view=table", "/assets/weather/means", "/assets/raw/weather", "/runs", "/runs/none"])(
    "no accessibility violation on %s, in light and dark",
    async (path) => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.goto(`${running.url}${path}`);
        await page.getByTestId("connection").waitFor();
        await page.waitForTimeout(500);
        expect(await violations(colorScheme)).toEqual([]);
      }
    },
  );
});
