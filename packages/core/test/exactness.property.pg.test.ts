/** The same on Postgres, with fewer operations: `HEADWATER_OPERATIONS_PG` says how many at least. */
import { test } from "vitest";
import { agreesWithOracle } from "./exactness/agrees-with-oracle.ts";
import { postgresStoreWithClock } from "./exactness/postgres-store-with-clock.ts";

const operations = Number(process.env.HEADWATER_OPERATIONS_PG ?? 500);
const seed = Number(process.env.HEADWATER_SEED ?? Date.now() % 2 ** 31);

test("status, causes, root causes, plan, outcomes and executed functions agree with the oracle", { timeout: operations * 2_000 + 60_000 }, () =>
  agreesWithOracle({ operations, seed, shrink: false, openStore: postgresStoreWithClock }),
);
