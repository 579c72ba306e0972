/** Config for one run, through a form that is made from the schema. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

let shop: Shop;
let at: Visit;
const byTestId = (id: string) => at.page.getByTestId(id);
const field = (name: string) => at.page.locator(`[data-testid="config-field"][data-field="${name}"]`);
const confirm = () => byTestId("confirm-plan").and(at.page.locator(":not([aria-disabled='true']):not([disabled])"));

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

test("every value has a field of its kind, with its description and its default; a fresh asset has nothing to do", async () => {
  await at.go("/assets/shop/big_orders");
  await byTestId("materialize").click();
  await expect.poll(() => byTestId("config-field").count(), soon).toBe(8);
  expect(await field("limit").innerText()).toMatch(/default 100[\s\S]*Smallest amount, in euros\./);
  expect(await field("country").getByRole("option").allInnerTexts()).toEqual(["as declared", "any", "de", "il", "us"]);
  expect(await field("label").innerText()).toContain("<script>");
  expect(await field("rounding.digits").getByRole("textbox").count()).toBe(1);
  await expect.poll(() => byTestId("plan-summary").innerText(), soon).toContain("Nothing to do");
  expect(await confirm().count()).toBe(0);
  await expectAccessible(at.page);
  await expectFitsNarrow(at.page);
});

test("what does not fit is said beside its field, and cannot be confirmed", async () => {
  await field("limit").getByRole("textbox").fill("a lot");
  await expect.poll(() => field("limit").getByRole("alert").innerText(), soon).toBe("A number, at least 0, at most 10000.");
  await field("skip").getByRole("textbox").fill("{}");
  await expect.poll(() => field("skip").getByRole("alert").innerText(), soon).toBe("A list, such as [1, 2].");
  expect(await confirm().count()).toBe(0);
  await expectAccessible(at.page);
});

test("the plan follows the form, and the run computes with what was given", async () => {
  await field("limit").getByRole("textbox").fill("400");
  await field("skip").getByRole("textbox").fill("[11]");
  await field("newestFirst").getByRole("combobox").selectOption("true");
  await expect.poll(() => byTestId("plan-row").innerText(), soon).toMatch(/config is given for this run/i);
  await confirm().click();
  await expect.poll(() => byTestId("run-panel").getAttribute("data-status"), { timeout: 60_000 }).toBe("SUCCEEDED");
  await at.page.getByRole("tab", { name: "Value" }).click();
  await expect.poll(() => byTestId("preview").innerText(), soon).toMatch(/2 rows[\s\S]*13\s[\s\S]*481[\s\S]*12\s[\s\S]*444/);
});

test("afterwards it says that it was computed with another config than the declared one", async () => {
  await at.page.getByRole("tab", { name: "Overview" }).click();
  await expect.poll(() => byTestId("asset-causes").innerText(), soon).toContain("another config than the standing one");
});

test("what is fresh runs if asked to", async () => {
  await at.go("/assets/shop/countries?plan=open");
  await expect.poll(() => byTestId("plan-summary").innerText(), soon).toContain("Nothing to do");
  await at.page.getByRole("checkbox", { name: "Run even what is fresh" }).click();
  await expect.poll(() => byTestId("plan-summary").innerText(), soon).toContain("1 asset will run");
  await confirm().click();
  await expect.poll(() => byTestId("run-panel").getAttribute("data-status"), { timeout: 60_000 }).toBe("SUCCEEDED");
});

test("what is held says what that means", async () => {
  await at.go("/?plan=open");
  await at.page.getByRole("button", { name: /^Held/ }).click();
  await expect.poll(() => at.page.getByRole("dialog").innerText(), soon).toContain("launched by hand only");
});
