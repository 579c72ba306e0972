/** Sources: over HTTP, and one of a project's own that is loaded once per version. */
import { httpResource, source, table } from "@headwater/core";
import { z } from "zod";

// #region http
export const rates = source(
  "raw/rates",
  httpResource("https://example.com/rates.csv", {
    format: "csv",
    schema: table(z.object({ currency: z.string(), rate: z.coerce.number() })),
  }),
);
// #endregion

const Order = z.object({ id: z.number(), amount: z.number() });

/** Stands for a database in these examples. */
export const shop = { revision: 1, orders: [{ id: 1, amount: 20 }], reads: 0 };

// #region snapshot
export const orders = source("raw/orders", {
  snapshot: true,
  schema: table(Order),
  observe: () => `revision ${shop.revision}`,
  load: () => {
    shop.reads += 1;
    return shop.orders;
  },
});
// #endregion
