/** A Postgres store in a database of its own. Its clock is what it is, so all that was computed gets older (or younger) instead. */
import { createPostgresStore } from "@headwater/core/postgres";
import { testDatabase } from "@headwater/testkit";
import pg from "pg";
import type { TimedStore } from "./stage.ts";

export async function postgresStoreWithClock(): Promise<TimedStore & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const store = stack.use(await createPostgresStore({ connectionString: database.url }));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  stack.defer(() => client.end());
  const opened = stack.move();
  return {
    store,
    async pass(ticks) {
      const set = "at = at - $1 * interval '1 hour', computed_at = computed_at - $1 * interval '1 hour'";
      await client.query(`update headwater.materializations set ${set}`, [ticks]);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
