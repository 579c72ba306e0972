/** The page of an asset: why it stands as it does, its history in numbers, its value, and what is no longer defined. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

let shop: Shop;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);
const text = (id: string) => () => byTestId(id).innerText();

beforeAll(async () => {
  shop = createShop();
  at = await visit(shop.entry);
  expect(await at.materialize()).toBe(0);
  shop.setBroken(true);
  shop.setOrders(30);
  expect(await at.materialize()).toBe(1);
  shop.setBroken(false);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  shop?.[Symbol.dispose]();
});

test("a failed attempt is told with its error, beside why the asset is stale and what to do", async () => {
  await at.go("/assets/report/monthly");
  await expect.poll(text("last-attempt"), soon).toContain("The printer is on fire");
  expect(await text("asset-causes")()).toMatch(/shop\/countries changed/);
  expect(await text("next-step")()).toContain("Materialize it.");
  expect(await text("declaration")()).toMatch(/board@example\.org[\s\S]*audience=public[\s\S]*headwater\.config\.ts:\d+[\s\S]*https:\/\/example\.org\/runbook/);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("a word that needs explaining is explained on a click, and Escape puts it away", async () => {
  await at.page.getByRole("button", { name: /^Failed/ }).click();
  await expect.poll(() => at.page.getByRole("dialog").innerText(), soon).toContain("Its function failed.");
  await at.page.keyboard.press("Escape");
  await at.page.getByRole("dialog").waitFor({ state: "detached" });
});

test("the history shows failed attempts among the materializations", async () => {
  await at.page.getByRole("tab", { name: "History" }).click();
  await expect.poll(() => byTestId("failed-attempt").count(), soon).toBe(1);
  expect(await byTestId("materialization").count()).toBe(1);
  expect(await text("failed-attempt")()).toContain("the value before it stays");
  expect(new URL(at.page.url()).search).toBe("?tab=history");
  await at.page.goBack();
  await byTestId("next-step").waitFor();
});

test("numbers over time are plotted and said in a table; the pointer says a value, a click opens what it stands for", async () => {
  await at.go("/assets/shop/orders?tab=history");
  const revenue = at.page.locator('[data-testid="plot"][data-series="revenue"]');
  await revenue.waitFor();
  expect(await Promise.all((await byTestId("plot").all()).map((plot) => plot.getAttribute("data-series")))).toEqual([
    "Rows",
    "Size",
    "Duration",
    "countries",
    "revenue",
  ]);
  expect(await at.page.getByRole("row", { name: /^Rows / }).innerText()).toMatch(/27\s+18\s+27\s+2/);
  expect(await revenue.getByTestId("plot-value").innerText()).toBe("6,207");
  await revenue.getByTestId("curve").hover({ position: { x: 2, y: 40 } });
  expect(await revenue.getByTestId("plot-value").innerText()).toBe("3,771");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
  await revenue.getByTestId("curve").click({ position: { x: 2, y: 40 } });
  await expect.poll(() => at.page.url(), soon).toMatch(/\/materializations\/\d+$/);
});

test("rows are shown as text whatever they hold, numbers to the right, with the arrow keys through the tabs", async () => {
  await at.go("/assets/shop/orders");
  await at.page.getByRole("tab", { name: "Overview" }).focus();
  for (const _ of [1, 2]) await at.page.keyboard.press("ArrowRight");
  await at.page.keyboard.press("Enter");
  await expect.poll(text("preview"), soon).toContain('<img src=x onerror="window.harmed=true"><script>');
  expect(await text("preview")()).toMatch(/27 rows/);
  expect(await at.page.getByRole("cell", { name: "37", exact: true }).getAttribute("class")).toContain("text-right");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("a picture is an image: nothing in it runs", async () => {
  await at.go("/assets/report/monthly?tab=value");
  await at.page.getByRole("img", { name: "chart of the stored value" }).waitFor();
  expect(await at.page.locator("main svg[onload], main script").count()).toBe(0);
  await expectAccessible(at.page);
});

test("columns come with types, descriptions and what is known of their values", async () => {
  await at.go("/assets/shop/orders?tab=schema");
  await expect.poll(() => at.page.getByRole("row", { name: /^amount/ }).innerText(), soon).toMatch(/in euros\s+number\s+0\s+≈ 27\s+18\s+481/);
  expect(await at.page.getByRole("row", { name: /^note/ }).innerText()).toContain("string, may be null");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("checks are told with their latest result, what they said and what they noted", async () => {
  await at.go("/assets/shop/big_orders?tab=checks");
  await expect.poll(text("check"), soon).toMatch(/Warning[\s\S]*few[\s\S]*warns only[\s\S]*There should not be many\.[\s\S]*too many <img[\s\S]*found\s+20/);
  await expectAccessible(at.page);
  await at.go("/assets/shop/countries?tab=checks");
  await expect.poll(text("check"), soon).toMatch(/Passed[\s\S]*some countries[\s\S]*fails the run[\s\S]*seen\s+4/);
  await at.go("/assets/shop/orders?tab=checks");
  await expect.poll(text("checks"), soon).toContain("It has no checks.");
});

test("what it reads and what reads it, with links", async () => {
  await at.go("/assets/shop/orders?tab=lineage");
  await expect.poll(text("upstream"), soon).toMatch(/raw\/orders[\s\S]*input orders/);
  expect(await text("downstream")()).toMatch(/shop\/big_orders[\s\S]*shop\/countries/);
  await expectAccessible(at.page);
  await byTestId("downstream").getByRole("link", { name: "shop/countries" }).click();
  await expect.poll(() => at.page.getByRole("heading", { level: 1 }).innerText(), soon).toBe("shop/countries");
});

test("it is materialized from its own page: plan, run, result", async () => {
  await at.go("/assets/report/monthly");
  await byTestId("materialize").click();
  await byTestId("plan-row").waitFor();
  expect(await text("plan-summary")()).toContain("1 asset will run");
  await expectAccessible(at.page);
  await byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])")).click();
  await expect.poll(() => byTestId("run-panel").getAttribute("data-status"), { timeout: 60_000 }).toBe("SUCCEEDED");
  await expect.poll(text("asset-causes"), soon).toContain("Nothing: it is up to date.");
});

test("what is stale may be accepted as it is, with a note of why", async () => {
  shop.setOrders(29);
  await at.go("/assets/shop/orders");
  await byTestId("accept").click();
  const dialog = at.page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Accept" }).getAttribute("aria-disabled")).toBe("true");
  await dialog.getByRole("textbox", { name: "Why no run is needed" }).fill("One order fewer changes nothing.");
  await dialog.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await expectAccessible(at.page);
  await dialog.getByRole("button", { name: "Accept" }).click();
  await expect.poll(text("asset-causes"), soon).toContain("Nothing: it is up to date.");
  await at.page.getByRole("tab", { name: "History" }).click();
  await expect.poll(text("by-hand"), soon).toMatch(/Accepted[\s\S]*by Ada[\s\S]*One order fewer changes nothing\./);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("by keyboard alone: from the catalog to its page, to the plan, to a run", async () => {
  const tabTo = async (selector: string): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      if (await at.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await at.page.keyboard.press("Tab");
    }
    throw new Error(`The tab key does not reach ${selector}.`);
  };
  await at.go("/catalog?select=finance/converted");
  await byTestId("catalog-row").waitFor();
  await tabTo('a[href="/assets/finance/converted"]');
  await at.page.keyboard.press("Enter");
  await byTestId("materialize").waitFor();
  await tabTo('[data-testid="materialize"]');
  await at.page.keyboard.press("Enter");
  await expect.poll(text("plan-summary"), soon).toContain("Nothing to do");
  await tabTo('[role="checkbox"]:not([data-checked])');
  await at.page.keyboard.press("Tab");
  await at.page.keyboard.press("Space");
  await expect.poll(text("plan-summary"), soon).toContain("1 asset will run");
  await tabTo('[data-testid="confirm-plan"]');
  await at.page.keyboard.press("Enter");
  await expect.poll(() => byTestId("run-panel").getAttribute("data-status"), { timeout: 60_000 }).toBe("SUCCEEDED");
});

test("what is taken out of the code keeps its page, which says so", async () => {
  shop.removeLegacy();
  await at.go("/assets/shop/legacy_totals");
  await expect.poll(() => at.page.getByRole("button", { name: /^No longer defined/ }).count(), { timeout: 30_000 }).toBe(1);
  expect(await text("latest")()).toContain("Data version");
  expect(await byTestId("materialize").count()).toBe(0);
  await expectAccessible(at.page);
  await at.go("/catalog");
  await expect.poll(() => at.page.locator('[data-asset="shop/legacy_totals"]').innerText(), soon).toContain("No longer defined");
});

test("an address of nothing says so", async () => {
  await at.go("/assets/shop/nothing%20here");
  await expect.poll(() => at.page.locator("main").innerText(), soon).toMatch(/There is no such asset[\s\S]*shop\/nothing here/);
  await expectAccessible(at.page);
});
