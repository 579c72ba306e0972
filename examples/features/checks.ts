/** Checks: inline, blocking, and one that only warns. */
import { asset, check, define, source, table } from "@headwater/core";
import { z } from "zod";

const Order = z.object({ id: z.number(), amount: z.number() });

export const raw = source("raw/orders", { schema: table(Order), observe: () => "1", load: () => [] });

// #region checks
export const orders = asset("shop/orders", {
  inputs: { raw },
  output: table(Order),
  run: ({ raw }) => raw,
  checks: { some: async (orders) => (await orders.rows()).length > 0 }, // fails the run
});

export const complete = check("complete", {
  asset: orders,
  blocking: true, // and keeps others from reading it
  run: async (orders) => ({ passed: (await orders.rows()).length >= 2, message: "too few", metadata: { expected: 2 } }),
});

export const cheap = check("cheap", {
  asset: orders,
  severity: "warn", // is only shown
  run: async (orders) => (await orders.rows()).every(({ amount }) => amount < 1_000),
});
// #endregion

export const total = asset("shop/total", {
  inputs: { orders },
  output: z.number(),
  run: async ({ orders }) => (await orders.rows()).reduce((sum, { amount }) => sum + amount, 0),
});

export const definitions = define({ include: [raw, orders, complete, cheap, total] });
