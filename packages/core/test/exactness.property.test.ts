/** The implementation against the naive oracle, over random graphs and histories. `HEADWATER_OPERATIONS` says how many operations at least. */
import { test } from "vitest";
import { agreesWithOracle } from "./exactness/agrees-with-oracle.ts";
import { memoryStoreWithClock } from "./exactness/stage.ts";

const operations = Number(process.env.HEADWATER_OPERATIONS ?? 10_000);
const seed = Number(process.env.HEADWATER_SEED ?? Date.now() % 2 ** 31);

test("status, causes, root causes, plan, outcomes and executed functions agree with the oracle", { timeout: operations * 200 + 60_000 }, () =>
  agreesWithOracle({ operations, seed, shrink: process.env.HEADWATER_SHRINK !== "0", openStore: async () => memoryStoreWithClock() }),
);
