/** Which value store a database belongs with: the first that was used with it. */
import type { ValueStoreIdentity } from "../../model/value-store-identity.ts";
import type { Db } from "./database.ts";

export async function bindValueStore(db: Db, { id, place }: ValueStoreIdentity): Promise<ValueStoreIdentity> {
  const inserted = await db
    .insertInto("value_store")
    .values({ id, place })
    .onConflict((conflict) => conflict.column("one").doNothing())
    .returning(["id", "place"])
    .executeTakeFirst();
  // Whoever came first has committed by now: the insert waited for it.
  return inserted ?? (await db.selectFrom("value_store").select(["id", "place"]).executeTakeFirstOrThrow());
}
