/** The page of a source: what was seen of it, and that it cannot be read. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

let shop: Shop;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);

beforeAll(async () => {
  shop = createShop();
  at = await visit(shop.entry);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  shop?.[Symbol.dispose]();
});

test("the last look is told, and one can look again at once", async () => {
  await at.go("/assets/raw/rates");
  await expect.poll(() => byTestId("last-look").innerText(), soon).toMatch(/Looked at[\s\S]*ago|just now[\s\S]*Data version/);
  await byTestId("observe").click();
  await expect.poll(() => at.page.locator("[data-sonner-toast]").innerText(), { timeout: 40_000 }).toContain("nothing has changed");
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("every change is in its history", async () => {
  await at.go("/assets/raw/orders?tab=history");
  await expect.poll(() => byTestId("observation").count(), soon).toBe(1);
  shop.setOrders(33);
  await expect.poll(() => byTestId("observation").count(), soon).toBe(2);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("a source that goes away says why, what still holds and what to do; when it is back, all is well", async () => {
  await at.go("/assets/raw/rates");
  shop.setRates(false);
  await expect.poll(() => byTestId("last-observation").innerText(), soon).toMatch(/"rates\.csv" of source "raw\/rates" does not exist/);
  expect(await byTestId("asset-causes").innerText()).toMatch(/stays the current one[\s\S]*Put right what the error names/);
  await at.page.getByRole("button", { name: /^Cannot be read/ }).waitFor();
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
  shop.setRates(true);
  await byTestId("last-observation").waitFor({ state: "detached" });
});
