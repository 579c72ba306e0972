/** Code locations: which definitions are the current ones. */
import { sql } from "kysely";
import type { CodeLocation } from "../store.ts";
import type { Db } from "./database.ts";
import { appendEvents } from "./events.ts";
import { jsonText } from "./json-text.ts";

export async function activate(db: Db, location: Omit<CodeLocation, "activatedAt">): Promise<void> {
  const { name, root, definitions } = location;
  const values = { version: definitions.version, definitions: jsonText(definitions), root };
  await db.transaction().execute(async (trx) => {
    // First the row, then its lock: of workers that start together with the same definitions, one writes the event.
    const insert = trx.insertInto("code_locations").values({ name, ...values });
    const isNew =
      (await insert
        .onConflict((conflict) => conflict.doNothing())
        .returning("name")
        .executeTakeFirst()) !== undefined;
    const rows = await trx.selectFrom("code_locations").select(["name", "version", "root"]).orderBy("activated_at", "desc").forUpdate().execute();
    const isActive = rows[0]?.name === name;
    const row = rows.find((known) => known.name === name);
    const isOther = !isActive || row?.version !== definitions.version;
    if (isOther || row?.root !== root) {
      const activatedAt = sql<Date>`clock_timestamp()`;
      await trx
        .updateTable("code_locations")
        .set({ ...values, ...(isOther ? { activated_at: activatedAt } : {}) })
        .where("name", "=", name)
        .execute();
    }
    if (isNew || isOther) await appendEvents(trx, [{ kind: "definitions_activated", data: { version: definitions.version, location: name } }]);
  });
}

export async function activeLocation(db: Db): Promise<CodeLocation | null> {
  const row = await db.selectFrom("code_locations").selectAll().orderBy("activated_at", "desc").limit(1).executeTakeFirst();
  return row === undefined ? null : { name: row.name, definitions: row.definitions, root: row.root, activatedAt: row.activated_at };
}
