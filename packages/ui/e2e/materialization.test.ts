/** The page of a materialization: exactly what went in, and what has become of it since. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

let shop: Shop;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);
const input = (name: string) => at.page.locator(`[data-testid="input"][data-input="${name}"]`);
const openLatest = async (key: string): Promise<void> => {
  await at.go(`/assets/${key}?tab=history`);
  await byTestId("materialization").first().getByRole("link").first().click();
  await byTestId("inputs").waitFor();
};

beforeAll(async () => {
  shop = createShop();
  at = await visit(shop.entry);
  expect(await at.materialize()).toBe(0);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  shop?.[Symbol.dispose]();
});

test("a source's version that was read is told with when it was seen, an asset's with a link to its materialization", async () => {
  await openLatest("finance/converted");
  expect(await input("rates").innerText()).toMatch(/raw\/rates[\s\S]*seen [\s\S]*still this version/);
  expect(await input("clean").innerText()).toMatch(/shop\/orders[\s\S]*materialized [\s\S]*still the latest/);
  await input("clean")
    .getByRole("link", { name: /^materialized/ })
    .click();
  await expect.poll(() => at.page.getByRole("heading", { level: 1 }).innerText(), soon).toContain("shop/orders");
  expect(await byTestId("outcome").innerText()).toMatch(/Never materialized before\.[\s\S]*18[\s\S]*revenue\s+3,771/);
  expect(await byTestId("origin").innerText()).toMatch(/the code as it is now[\s\S]*launched by cli[\s\S]*Node v24[\s\S]*function[\s\S]*It takes none\./);
  await expect.poll(() => byTestId("preview").innerText(), soon).toContain("order 1");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("when the world moves on, it says so without a reload: newer inputs, and that it is history itself", async () => {
  await openLatest("finance/converted");
  const address = at.page.url();
  shop.setOrders(25);
  expect(await at.materialize()).toBe(0);
  await expect.poll(() => byTestId("superseded").innerText(), soon).toContain("This is history.");
  await expect.poll(() => input("clean").innerText(), soon).toContain("newer exists");
  await byTestId("superseded").getByRole("link").click();
  await expect.poll(() => at.page.url(), soon).not.toBe(address);
  await expect.poll(() => byTestId("superseded").count(), soon).toBe(0);
});

test("what was taken again says that nothing ran, and when it was computed", async () => {
  shop.setOrders(20);
  expect(await at.materialize()).toBe(0);
  await openLatest("finance/converted");
  const reused = at.page.getByRole("button", { name: /^Reused/ });
  await reused.click();
  await expect.poll(() => at.page.getByRole("dialog").innerText(), soon).toContain("Nothing ran");
  expect(await byTestId("outcome").innerText()).toContain("Computed");
  await at.page.keyboard.press("Escape");
  await expectAccessible(at.page);
});

test("a config that was given for the run is shown; else that the standing one held", async () => {
  expect(await at.materialize("--config", JSON.stringify({ "shop/big_orders": { limit: 300 } }))).toBe(0);
  await openLatest("shop/big_orders");
  await expect.poll(() => byTestId("origin").innerText(), soon).toContain('"limit": 300');
  expect(await byTestId("checks").innerText()).toContain("few");
  await expectAccessible(at.page);
  await openLatest("shop/countries");
  await expect.poll(() => byTestId("origin").innerText(), soon).toContain("It takes none.");
});

test("an id of nothing says so", async () => {
  await at.go("/materializations/nothing");
  await expect.poll(() => at.page.locator("main").innerText(), soon).toContain("There is no such materialization");
  await expectAccessible(at.page);
});
