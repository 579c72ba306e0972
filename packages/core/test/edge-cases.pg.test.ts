import { edgeCases } from "./edge-cases.ts";
import { postgresStoreWithClock } from "./exactness/postgres-store-with-clock.ts";

edgeCases(postgresStoreWithClock);
