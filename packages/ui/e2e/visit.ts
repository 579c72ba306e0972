/** A browser at a running Headwater, and what every page is held to. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { launchChromium } from "@headwater/testkit/chromium";
import type { Page } from "playwright-core";
import { expect, onTestFailed } from "vitest";
import { type Headwater, headwater, startHeadwater } from "./headwater.ts";

export interface Visit extends AsyncDisposable {
  readonly running: Headwater;
  readonly page: Page;
  /** Opens a path of the site. */
  go(path: string): Promise<void>;
  /** Observes, plans and runs from the command line; returns the exit code. */
  materialize(...flags: readonly string[]): Promise<number | null>;
}

/** What a change may take from the server to the browser. */
export const soon = { timeout: 10_000 };

export async function visit(entry: string): Promise<Visit> {
  const [running, browser] = await Promise.all([startHeadwater(entry), launchChromium()]);
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })).newPage();
  return {
    running,
    page,
    go: async (path) => {
      await page.goto(`${running.url}${path}`);
    },
    materialize: async (...flags) => (await headwater(["materialize", "--entry", entry, "--json", ...flags])).code,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** From the run below the graph to its page. Its steps come first: they move what stands above them. */
export async function openRun(page: Page): Promise<void> {
  const dock = page.getByTestId("run-panel");
  await dock.getByTestId("run-step").first().waitFor();
  await dock.getByRole("link", { name: "Open run" }).click();
}

/** Keeps what the browser showed when a test failed. */
export function pictureOnFailure(page: Page): void {
  onTestFailed(async ({ task }) => {
    const path = join(tmpdir(), `headwater-${task.id}.png`);
    await page.screenshot({ path });
    process.stderr.write(`What the browser showed when "${task.name}" failed: ${path}\n`);
  });
}

/** The page as it stands, in light and dark: nothing that axe objects to, nothing wider than the window, no text that ran as code. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // The theme follows, and what moves with it comes to rest.
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor({ state: "attached" });
    await page.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((violation) => `${colorScheme}: ${violation.id} at ${violation.nodes.map((one) => one.target).join(" ")}`)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect(await page.evaluate(() => (window as { harmed?: boolean }).harmed)).toBeUndefined();
}

/** Nothing has to be scrolled sideways at 320 px. */
export async function expectFitsNarrow(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 320, height: 640 });
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize(size);
}
