/** The catalog: all assets in a table that filters, sorts and groups, however many there are. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createShop, type Shop } from "./shop.ts";
import { expectAccessible, expectFitsNarrow, pictureOnFailure, soon, type Visit, visit } from "./visit.ts";

const rows = (visit: Visit) => visit.page.getByTestId("catalog-row");
/** At one moment: rows come and go. */
const keys = (visit: Visit): Promise<readonly (string | null)[]> => rows(visit).evaluateAll((all) => all.map((row) => row.getAttribute("data-asset")));

describe("a shop's assets", () => {
  let shop: Shop;
  let at: Visit;
  beforeAll(async () => {
    shop = createShop();
    at = await visit(shop.entry);
    expect(await at.materialize()).toBe(0);
    shop.setRates(false);
  });
  beforeEach(() => pictureOnFailure(at.page));
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]();
    shop?.[Symbol.dispose]();
  });

  test("every asset stands in it with its status; a source that cannot be read says so by itself", async () => {
    await at.go("/catalog");
    await expect
      .poll(() => keys(at), soon)
      .toEqual([
        "finance/converted",
        "finance/year_end",
        "raw/orders",
        "raw/rates",
        "report/monthly",
        "shop/big_orders",
        "shop/countries",
        "shop/legacy_totals",
        "shop/orders",
      ]);
    await expect.poll(() => at.page.locator('[data-asset="raw/rates"]').innerText(), soon).toContain("Cannot be read");
    expect(await at.page.locator('[data-asset="shop/orders"]').innerText()).toMatch(
      /Fresh[\s\S]*shop[\s\S]*data as of[\s\S]*18[\s\S]*data@example\.org[\s\S]*tier=gold/,
    );
  });

  test("a click on a heading sorts, another one turns it round, and the address keeps it", async () => {
    await at.page.getByRole("button", { name: "Rows" }).click();
    await expect.poll(() => at.page.getByRole("columnheader", { name: "Rows" }).getAttribute("aria-sort"), soon).toBe("descending");
    expect((await keys(at))[0]).toBe("finance/converted");
    await at.page.getByRole("button", { name: "Rows" }).click();
    await expect.poll(async () => (await keys(at))[0], soon).toBe("shop/countries");
    await at.page.reload();
    await expect.poll(async () => (await keys(at))[0], soon).toBe("shop/countries");
  });

  test("a selection filters by the grammar of the command line; a mistake in it is shown where it was made", async () => {
    await at.go("/catalog");
    await at.page.getByRole("combobox", { name: "Select assets" }).fill("owner:board@example.org, sources()");
    await at.page.keyboard.press("Enter");
    await expect.poll(() => keys(at), soon).toEqual(["raw/orders", "raw/rates", "report/monthly"]);
    await at.go(`/catalog?select=${encodeURIComponent("shop/(")}`);
    await expect.poll(() => at.page.getByTestId("selection-error").innerText(), soon).toMatch(/column \d+/);
    await at.go(`/catalog?select=${encodeURIComponent("status:unobserved")}`);
    await expect.poll(() => at.page.locator("main").innerText(), soon).toMatch(/nothing/i);
  });

  test("groups have headings, chosen by keyboard", async () => {
    await at.go("/catalog");
    await rows(at).first().waitFor();
    await at.page.getByLabel("Group by").focus();
    await at.page.keyboard.press("ArrowDown");
    await at.page.keyboard.press("ArrowDown");
    await expect.poll(() => at.page.getByTestId("catalog").innerText(), soon).toMatch(/Missing\s+1 asset[\s\S]*Fresh\s+8 assets/);
    expect(new URL(at.page.url()).search).toBe("?group=status");
  });

  test("it can be read by everyone, on every screen", async () => {
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
  });
});

describe("a thousand assets", () => {
  let at: Visit;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(fileURLToPath(new URL(".", import.meta.url)), ".tmp-"));
    const entry = join(directory, "headwater.config.ts");
    writeFileSync(
      entry,
      `import { asset, define } from "@headwater/core";
import { z } from "zod";
const odd = ["area0/<img src=x onerror=\\"window.harmed=true\\">", "area0/שלום עולם"].map((key) => asset(key, { description: key, output: z.number(), run: () => 1 }));
export default define({ include: [odd, Array.from({ length: 1000 }, (_, n) => asset(\`area\${n % 20}/asset\${n}\`, { params: { n }, output: z.number(), run: (_, { params }) => params.n }))] });
`,
    );
    at = await visit(entry);
  });
  beforeEach(() => pictureOnFailure(at.page));
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test("only the lines in sight are in the document, and the last one can be reached", async () => {
    await at.go("/catalog");
    await expect.poll(() => at.page.getByTestId("catalog-count").innerText(), { timeout: 30_000 }).toBe("1,002 assets");
    expect(await at.page.getByTestId("catalog").getAttribute("aria-rowcount")).toBe("1003");
    expect(await rows(at).count()).toBeLessThan(80);
    await at.page.getByRole("region", { name: "Assets" }).focus();
    await at.page.keyboard.press("End");
    await expect.poll(() => keys(at), soon).toContain("area19/asset999");
    expect(await rows(at).count()).toBeLessThan(80);
  });

  test("a name that is markup, and one that runs from right to left, are names like others", async () => {
    await at.go(`/catalog?select=${encodeURIComponent("not area*/asset*")}`);
    await expect.poll(() => rows(at).count(), soon).toBe(2);
    await expectAccessible(at.page);
    await at.page.getByRole("link", { name: '<img src=x onerror="window.harmed=true">' }).click();
    await expect.poll(() => at.page.getByRole("heading", { level: 1 }).innerText(), soon).toBe('area0/<img src=x onerror="window.harmed=true">');
    await at.page.reload();
    await expect.poll(() => at.page.getByTestId("next-step").innerText(), soon).toContain("Materialize it.");
    await expectAccessible(at.page);
    await expectFitsNarrow(at.page);
  });
});
