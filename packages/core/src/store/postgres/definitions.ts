/** Code locations: which definitions are the current ones. */
import { sql } from "kysely";
import type { SerializedDefinitions } from "../../model/asset-node.ts";
import type { ShownProblem } from "../../model/errors.ts";
import { faultPoint } from "../../model/fault-point.ts";
import type { BrokenDefinitions, CodeLocation } from "../store.ts";
import type { Db } from "./database.ts";
import { appendEvents } from "./events.ts";
import { adoptFormerCells } from "./former-cells.ts";
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
    await adoptFormerCells(trx, definitions);
    const wasBroken = (await trx.deleteFrom("broken_definitions").executeTakeFirst()).numDeletedRows > 0n;
    if (isNew || isOther || wasBroken) await appendEvents(trx, [{ kind: "definitions_activated", data: { version: definitions.version, location: name } }]);
    faultPoint("in-activation");
  });
}

/** Instead of what was reported before. */
export async function reportBroken(db: Db, problems: readonly ShownProblem[]): Promise<void> {
  const report = { problems: jsonText(problems), reported_at: sql<Date>`clock_timestamp()` };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("broken_definitions")
      .values(report)
      .onConflict((conflict) => conflict.column("one").doUpdateSet(report))
      .execute();
    await appendEvents(trx, [{ kind: "definitions_broken", data: { problems: problems.length } }]);
  });
}

export async function readBroken(db: Db): Promise<BrokenDefinitions | null> {
  const row = await db.selectFrom("broken_definitions").select(["problems", "reported_at"]).executeTakeFirst();
  return row === undefined ? null : { problems: row.problems, reportedAt: row.reported_at };
}

/**
 * Reads the active location. Every decision asks for it, and definitions of a thousand assets are megabytes of JSON: so they come only where
 * their version is another one than at the last call, and are the same object while it is not.
 */
export function activeLocationReader(db: Db): () => Promise<CodeLocation | null> {
  let known: { readonly version: string; readonly definitions: SerializedDefinitions } | null = null;
  return async () => {
    const before = known;
    const { rows } = await sql<Omit<CodeLocation, "definitions"> & { readonly version: string; readonly definitions: SerializedDefinitions | null }>`
      select name, root, activated_at as "activatedAt", version, case when version is distinct from ${before?.version ?? null}::text then definitions end as definitions
      from headwater.code_locations order by activated_at desc limit 1`.execute(db);
    const row = rows[0];
    if (row === undefined) return null;
    const definitions = row.definitions ?? before?.definitions;
    if (definitions === undefined) throw new TypeError("A code location has no definitions.");
    known = { version: row.version, definitions };
    return { name: row.name, root: row.root, activatedAt: row.activatedAt, definitions };
  };
}
