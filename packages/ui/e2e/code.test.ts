/** The page of an asset whose code changed: which declaration, with its diff; and that somebody said it does not matter. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

const entry = `
import { asset, define } from "@headwater/core";
import { z } from "zod";
import { normalise } from "./lib/units.ts";
const clean = asset("finance/clean", { output: z.number(), run: () => normalise(9) });
const report = asset("finance/report", { inputs: { clean }, output: z.string(), run: ({ clean }) => clean + " EUR" });
export default define({ include: [clean, report] });
`;
const units = (body: string): string => `/** In thousands. */
export function normalise(value: number): number {
  const whole = Math.round(value);
  ${body}
}
`;

let directory: string;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);
const text = (id: string) => () => byTestId(id).innerText();
const write = (name: string, content: string): void => writeFileSync(join(directory, name), content);

beforeAll(async () => {
  // Below the workspace, so that the project finds its packages.
  directory = mkdtempSync(join(fileURLToPath(new URL(".", import.meta.url)), ".tmp-"));
  mkdirSync(join(directory, "lib"));
  write("headwater.config.ts", entry);
  write("lib/units.ts", units("return whole / 1000;"));
  at = await visit(join(directory, "headwater.config.ts"));
  expect(await at.materialize()).toBe(0);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

test("an edited helper is named on the page of the asset that reaches it, with a diff that fits every window", async () => {
  await at.go("/assets/finance/clean");
  await expect.poll(text("asset-causes"), soon).toContain("Nothing: it is up to date.");
  const long = "a very long line ".repeat(15);
  write("lib/units.ts", units(`if (whole > 1e6) throw new Error("${long}<script>window.harmed = true</script>");\n  return whole / 100;`));
  await expect.poll(text("asset-causes"), { timeout: 30_000 }).toContain("normalise in lib/units.ts changed (reached through run)");
  const diff = byTestId("code-diff");
  expect(await diff.locator("del").allInnerTexts()).toEqual(["-  return whole / 1000;"]);
  expect(await diff.locator("ins").allInnerTexts()).toEqual([expect.stringContaining("<script>"), "+  return whole / 100;"]);
  expect(await text("code-changes")()).toContain("line 2");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("the diff can be put away and scrolled with the keys", async () => {
  const diff = byTestId("code-diff");
  await diff.focus();
  await at.page.keyboard.press("ArrowRight");
  await expect.poll(() => diff.evaluate((element) => element.scrollLeft), soon).toBeGreaterThan(0);
  await byTestId("code-changes").locator("summary").press("Enter");
  await diff.waitFor({ state: "hidden" });
});

test("what is downstream names the same beginning", async () => {
  await at.go("/assets/finance/report");
  await expect.poll(text("asset-causes"), soon).toContain("normalise in lib/units.ts changed");
  expect(await byTestId("code-changes").count()).toBe(0);
});

test("accepted with a note and a name, it is fresh, and its history says by whom and why", async () => {
  await at.go("/assets/finance/clean");
  await byTestId("accept").click();
  const dialog = at.page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Why no run is needed" }).fill("Only another unit.");
  await dialog.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await expectAccessible(at.page);
  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect.poll(text("asset-causes"), soon).toContain("Nothing: it is up to date.");
  await at.page.getByRole("tab", { name: "History" }).click();
  await expect.poll(text("by-hand"), soon).toMatch(/Accepted[\s\S]*by Ada[\s\S]*Only another unit\./);
  expect(await byTestId("materialization").count()).toBe(1);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});
