/** A run of a thousand steps: its page holds only what is in sight, and every step can be reached. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

/** Most of the steps are skipped, so that it is over soon. */
const entry = `
import { asset, define } from "@headwater/core";
import { z } from "zod";
const name = (n: number) => String(n).padStart(3, "0");
const sound = Array.from({ length: 30 }, (_, n) => asset("sound/" + name(n), { params: { n }, output: z.number(), run: (_, { params }) => params.n }));
const gates = Array.from({ length: 8 }, (_, n) => asset("gate/" + n, { params: { n }, output: z.number(), run: () => { throw new Error("No luck today."); } }));
const wide = Array.from({ length: 961 }, (_, n) => asset("wide/" + name(n), { params: { n }, inputs: { gate: gates[n % 8] }, output: z.number(), run: ({ gate }) => gate }));
const last = asset("wide/last", { inputs: { above: wide[0] }, output: z.number(), run: ({ above }) => above });
export default define({ include: [...sound, ...gates, ...wide, last] });
`;

let at: Visit;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(fileURLToPath(new URL(".", import.meta.url)), ".tmp-"));
  writeFileSync(join(directory, "headwater.config.ts"), entry);
  at = await visit(join(directory, "headwater.config.ts"));
  await at.go("/?plan=open");
  await at.page.getByTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).click({ timeout: 60_000 });
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const elements = () => at.page.evaluate(() => document.querySelectorAll("*").length);
const showsLast = async (testId: string): Promise<boolean> => {
  await at.page.locator("#main").evaluate((element) => element.scrollTo(0, element.scrollHeight));
  return at.page.locator(`[data-testid="${testId}"][data-asset="wide/last"]`).isVisible();
};

test("below the graph, too, only the steps in sight are in the document, and the last one is reached", async () => {
  const dock = at.page.getByTestId("run-panel");
  await dock.getByTestId("run-step").first().waitFor();
  expect(await dock.locator("*").count()).toBeLessThan(800);
  const steps = dock.getByRole("region", { name: "Steps" });
  await steps.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await dock.locator('[data-asset="wide/last"]').waitFor();
  expect(await dock.locator("*").count()).toBeLessThan(800);
  await dock.getByRole("link", { name: "Open run" }).click();
});

test("it is watched to its end, with the failures told once", async () => {
  await expect.poll(() => at.page.getByTestId("run-counts").innerText(), { timeout: 150_000 }).toBe("30 materialized, 8 failed, 962 skipped");
  expect(await at.page.getByTestId("run-failure").innerText()).toMatch(/No luck today\.[\s\S]*8 steps:[\s\S]*and 2 more/);
});

test("only the steps in sight are in the document, and the last one is reached", async () => {
  expect(await elements()).toBeLessThan(1_500);
  await expect.poll(() => showsLast("run-step"), soon).toBe(true);
  expect(await elements()).toBeLessThan(1_500);
});

test("the axis of time has all of them, and keeps its marks in sight", async () => {
  await at.page.getByRole("tab", { name: "Time" }).click();
  await at.page.getByTestId("run-bar").first().waitFor();
  await expect.poll(() => showsLast("run-bar"), soon).toBe(true);
  expect(await elements()).toBeLessThan(1_500);
  expect(await at.page.getByTestId("run-timeline").locator("xpath=./div").isVisible()).toBe(true);
});

test("its failures are found by the filter", async () => {
  await at.page.getByRole("button", { name: /^Failed 8/ }).click();
  await expect.poll(() => at.page.getByTestId("run-bar").count(), soon).toBe(8);
});

test("the log of any step is found by a part of its name, by keyboard, though they are a thousand", async () => {
  await at.page.getByRole("tab", { name: "Logs" }).click();
  const box = at.page.getByRole("combobox", { name: "Step" });
  const options = at.page.getByTestId("step-options").getByRole("option");
  await box.focus();
  await at.page.keyboard.press("ArrowDown");
  await options.first().waitFor();
  // What was tried is offered before what was not.
  expect(await options.nth(0).innerText()).toBe("All steps");
  expect(await options.nth(1).innerText()).toMatch(/^(sound|gate)\//);
  expect(await elements()).toBeLessThan(1_500);
  await expectAccessible(at.page);
  await box.fill("WIDE/95");
  await expect.poll(() => options.count(), soon).toBe(10);
  await at.page.keyboard.press("ArrowDown");
  await at.page.keyboard.press("Enter");
  await expect.poll(() => box.inputValue(), soon).toBe("wide/951");
  expect(new URL(at.page.url()).searchParams.get("step")).not.toBeNull();
  await at.page.getByText("Its function did not run, so it logged nothing.").waitFor();
  await at.page.reload();
  await expect.poll(() => box.inputValue(), soon).toBe("wide/951");
  await box.fill("no such step");
  await at.page.getByText("No step has this in its name.").waitFor();
  await expectFitsNarrow(at.page);
  await at.page.keyboard.press("Escape");
  expect(await box.inputValue()).toBe("wide/951");
  await box.click();
  await at.page.getByRole("option", { name: "All steps" }).click();
  await expect.poll(() => new URL(at.page.url()).searchParams.get("step"), soon).toBeNull();
  expect(await box.inputValue()).toBe("All steps");
});
