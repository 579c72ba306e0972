/** The overview: how everything stands, what needs a look, what ran. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

let shop: Shop;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);
const tiles = async (): Promise<readonly string[]> =>
  Promise.all(
    (await byTestId("status-tile").all()).map(async (tile) => `${await tile.getAttribute("data-status")} ${(await tile.innerText()).split("\n")[0]}`),
  );

beforeAll(async () => {
  shop = createShop();
  at = await visit(shop.entry);
});
beforeEach(() => pictureOnFailure(at.page));
afterAll(async () => {
  await at?.[Symbol.asyncDispose]();
  shop?.[Symbol.dispose]();
});

test("before anything ran it says what is missing, and leads to the plan", async () => {
  await at.go("/overview");
  await expect.poll(tiles, soon).toEqual(["MISSING 7", "FRESH 2"]);
  await expect.poll(() => byTestId("recent-runs").innerText(), soon).toContain("Nothing has run yet.");
  expect(await at.page.getByRole("heading", { level: 1 }).innerText()).toBe("7 of 9 assets not fresh");
  await expectAccessible(at.page);
  await byTestId("to-plan").click();
  await byTestId("plan-panel").waitFor();
});

test("it follows a run, and says what failed, what cannot be read and what began it all", async () => {
  await at.go("/overview");
  expect(await at.materialize()).toBe(0);
  await expect.poll(tiles, soon).toEqual(["MISSING 1", "FRESH 8"]);
  await expect.poll(() => byTestId("attention").innerText(), soon).toContain("Nothing failed");
  shop.setBroken(true);
  shop.setOrders(30);
  await expect.poll(() => byTestId("attention").innerText(), soon).toMatch(/raw\/orders[\s\S]*changed\. \d assets not fresh because of it/);
  expect(await at.materialize()).toBe(1);
  shop.setRates(false);
  const items = async () =>
    Promise.all(
      (await byTestId("attention-item").all()).map(async (item) => `${await item.getAttribute("data-kind")} ${await item.getAttribute("data-asset")}`),
    );
  await expect.poll(items, soon).toEqual(expect.arrayContaining(["failed report/monthly", "unreadable raw/rates"]));
  const recent = async () => Promise.all((await byTestId("recent-run").all()).map((run) => run.getAttribute("data-status")));
  await expect.poll(recent, soon).toEqual(["FAILED", "SUCCEEDED"]);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("a number leads to its assets in the catalog, a group to its own", async () => {
  await at.page.locator('[data-status="MISSING"]').click();
  await expect.poll(() => at.page.getByTestId("catalog-row").count(), soon).toBe(1);
  await at.page.goBack();
  await byTestId("groups").getByRole("link", { name: "shop", exact: true }).click();
  await expect.poll(() => at.page.getByTestId("catalog-row").count(), soon).toBe(4);
});

test("a source that is back is no longer in it", async () => {
  await at.go("/overview");
  const unreadable = at.page.locator('[data-kind="unreadable"]');
  await unreadable.waitFor();
  shop.setRates(true);
  await unreadable.waitFor({ state: "detached" });
});

test("the header says how many workers there are, wherever one is", async () => {
  await at.go("/overview");
  await expect.poll(() => byTestId("workers").innerText(), soon).toBe("1 worker");
});

test("a page whose server was replaced by one with another page says so, and offers to reload", async () => {
  await at.go("/overview");
  await byTestId("workers").waitFor();
  await at.page.route("**/graphql", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "headwater-ui": "another" } });
  });
  await at.page.getByRole("link", { name: "Catalog" }).click();
  await byTestId("banner-outdated").waitFor();
  await expectAccessible(at.page);
  await at.page.unroute("**/graphql");
  await byTestId("banner-outdated").getByRole("button", { name: "Reload" }).click();
  await byTestId("banner-outdated").waitFor({ state: "detached" });
});
