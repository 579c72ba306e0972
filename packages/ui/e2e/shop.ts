/** A project for the pages: metadata over time, config of every kind, pictures, hostile texts, a source that cannot be read, an asset that is no more. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Below the workspace, so that the project finds its packages.
const parent = fileURLToPath(new URL(".", import.meta.url));

const hostileMarkup = `<img src=x onerror="window.harmed=true"><script>window.harmed=true</script>`;
const rightToLeft = "שלום עולם \u202Eevil";

const entry = `
import { existsSync } from "node:fs";
import { join } from "node:path";
import { asset, check, csvFile, define, source, table } from "@headwater/core";
import { z } from "zod";

const hostile = ${JSON.stringify(hostileMarkup)};
const Order = z.object({ id: z.coerce.number().int(), country: z.string(), amount: z.coerce.number().describe("in euros"), note: z.string().nullable() });
export const orders = source("raw/orders", { ...csvFile("orders.csv", Order), description: "Orders as the shop exports them.", owners: ["shop@example.org"] });
export const rates = source("raw/rates", csvFile("rates.csv", z.object({ country: z.string(), rate: z.coerce.number() })));

export const clean = asset("shop/orders", {
  description: "Orders without tests. " + hostile,
  owners: ["data@example.org"], tags: { tier: "gold" }, kinds: ["typescript"],
  inputs: { orders }, output: table(Order),
  run: async ({ orders }, { metadata }) => {
    const rows = (await orders.rows()).filter((row) => row.note !== "test");
    metadata({ revenue: rows.reduce((sum, row) => sum + row.amount, 0), remark: hostile, countries: new Set(rows.map((row) => row.country)).size });
    return rows;
  },
});
export const big = asset("shop/big_orders", {
  description: "Orders above a limit.", tags: { tier: "silver" },
  inputs: { clean }, output: table(Order),
  config: z.object({
    limit: z.number().min(0).max(10_000).default(100).describe("Smallest amount, in euros."),
    most: z.number().int().positive().optional().describe("At most so many orders."),
    country: z.enum(["any", "de", "il", "us"]).default("any").describe("Only orders from there."),
    newestFirst: z.boolean().default(false),
    label: z.string().max(12).default("big").describe(hostile),
    rounding: z.object({ digits: z.number().int().min(0).max(6).default(2), up: z.boolean().default(true) }).prefault({}),
    skip: z.array(z.number().int()).default([]).describe("Ids to leave out."),
  }),
  run: async ({ clean }, { config, metadata }) => {
    metadata({ limit: config.limit, label: config.label });
    const rows = (await clean.rows()).filter((row) => row.amount >= config.limit && !config.skip.includes(row.id));
    return config.newestFirst ? rows.toReversed() : rows;
  },
});
export const countries = asset("shop/countries", {
  checks: { "some countries": async (value) => ({ passed: (await value.rows()).length > 1, metadata: { seen: (await value.rows()).length } }) },
  inputs: { clean }, output: table(z.object({ country: z.string(), orders: z.number().int() })),
  run: async ({ clean }) => Array.from(Map.groupBy(await clean.rows(), (row) => row.country), ([country, rows]) => ({ country, orders: rows.length })),
});
export const report = asset("report/monthly", {
  description: "For the board.", owners: ["board@example.org"], tags: { audience: "public" },
  metadata: { runbook: "https://example.org/runbook", remark: hostile },
  inputs: { countries, big }, output: z.object({ title: z.string(), chart: z.string().meta({ contentMediaType: "image/svg+xml" }) }),
  run: async ({ countries, big }) => {
    if (existsSync(join(import.meta.dirname, "broken"))) throw new Error("The printer is on fire " + hostile);
    const bars = (await countries.rows()).map(({ orders }, at) => '<rect x="' + (10 + at * 30) + '" y="' + (100 - orders * 10) + '" width="20" height="' + orders * 10 + '" fill="#0b6479"/>');
    return { title: (await big.rows()).length + " big orders " + hostile, chart: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 110" onload="window.harmed=true"><script>window.harmed=true</script>' + bars.join("") + "</svg>" };
  },
});
export const converted = asset("finance/converted", {
  inputs: { clean, rates }, output: table(z.object({ id: z.number(), amount: z.number() })),
  run: async ({ clean, rates }) => {
    const by = new Map((await rates.rows()).map(({ country, rate }) => [country, rate]));
    return (await clean.rows()).map((row) => ({ id: row.id, amount: row.amount * (by.get(row.country) ?? 1) }));
  },
});
export const yearly = asset("finance/year_end", {
  description: "Closes the books; only when somebody asks for it.", launch: "manual",
  inputs: { converted }, output: z.number(), run: async ({ converted }) => (await converted.rows()).reduce((sum, row) => sum + row.amount, 0),
});
const few = check("few", {
  asset: big, severity: "warn", description: "There should not be many.",
  run: async (big) => ({ passed: (await big.rows()).length < 10, message: "too many " + hostile, metadata: { found: (await big.rows()).length } }),
});
const legacy = asset("shop/legacy_totals", { inputs: { clean }, output: z.number(), run: async ({ clean }) => (await clean.rows()).length });
export default define({ include: [orders, rates, clean, big, countries, report, converted, yearly, few, legacy] });
`;

const countriesOf = ["de", "il", "us", "fr"];
const orderLine = (id: number): string =>
  `${id},${countriesOf[id % countriesOf.length]},${(id * 37) % 500},${id === 3 ? `"${rightToLeft}"` : id === 4 ? `"${hostileMarkup.replaceAll('"', '""')}"` : id % 9 === 0 ? "test" : `order ${id}`}`;

export interface Shop extends Disposable {
  readonly directory: string;
  readonly entry: string;
  /** Writes the raw file anew, with so many orders. */
  setOrders(count: number): void;
  /** Takes the exchange rates away, or brings them back. */
  setRates(present: boolean): void;
  /** Makes `report/monthly` throw, or not any more. */
  setBroken(broken: boolean): void;
  /** Takes `shop/legacy_totals` out of the code. */
  removeLegacy(): void;
}

export function createShop(): Shop {
  const directory = mkdtempSync(join(parent, ".tmp-"));
  const file = (name: string): string => join(directory, name);
  const write = (name: string, lines: readonly string[]): void => writeFileSync(file(name), `${lines.join("\n")}\n`);
  const setOrders = (count: number): void => write("orders.csv", ["id,country,amount,note", ...Array.from({ length: count }, (_, id) => orderLine(id + 1))]);
  const setRates = (present: boolean): void => {
    if (present) write("rates.csv", ["country,rate", ...countriesOf.map((country, at) => `${country},${1 + at / 10}`)]);
    else rmSync(file("rates.csv"), { force: true });
  };
  writeFileSync(file("headwater.config.ts"), entry);
  setOrders(20);
  setRates(true);
  return {
    directory,
    entry: file("headwater.config.ts"),
    setOrders,
    setRates,
    setBroken(broken) {
      if (broken) writeFileSync(file("broken"), "");
      else rmSync(file("broken"), { force: true });
    },
    removeLegacy: () => writeFileSync(file("headwater.config.ts"), entry.replace(", legacy]", "]")),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
