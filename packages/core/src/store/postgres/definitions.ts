/** Code locations: which definitions are the current ones. */
import { sql } from "kysely";
import type { CodeLocation } from "../store.ts";
import type { Db } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText } from "./json-text.ts";

export async function activate(db: Db, location: Omit<CodeLocation, "activatedAt">): Promise<void> {
  const { name, root, definitions } = location;
  await db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom("code_locations").select(["version", "root"]).where("name", "=", name).forUpdate().executeTakeFirst();
    if (before?.version === definitions.version && before.root === root) return;
    const values = { version: definitions.version, definitions: jsonText(definitions), root };
    await trx
      .insertInto("code_locations")
      .values({ name, ...values })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ ...values, activated_at: sql<Date>`clock_timestamp()` }))
      .execute();
    if (before?.version === definitions.version) return;
    await appendEvents(trx, [{ kind: "definitions_activated", data: { version: definitions.version, location: name } }]);
  });
}

export async function activeLocation(db: Db): Promise<CodeLocation | null> {
  const row = await db.selectFrom("code_locations").selectAll().orderBy("activated_at", "desc").limit(1).executeTakeFirst();
  return row === undefined ? null : { name: row.name, definitions: row.definitions, root: row.root, activatedAt: row.activated_at };
}
