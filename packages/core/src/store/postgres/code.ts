/** What code versions are made of, and the texts of their declarations: each written once. */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { sql } from "kysely";
import type { CodeManifest } from "../../model/code.ts";
import type { Db, Trx } from "./database.ts";

/** Of what is known already, nothing but its hash is sent. */
export async function saveCode(db: Db, manifests: readonly CodeManifest[], texts: ReadonlyMap<string, string>): Promise<void> {
  const byVersion = new Map(manifests.map((manifest) => [manifest.codeVersion, manifest]));
  const newVersions = await unknownOf(db, "code_manifests", "code_version", [...byVersion.keys()]);
  if (newVersions.length === 0) return;
  const added = newVersions.flatMap((version) => byVersion.get(version) ?? []);
  const hashes = new Set(added.flatMap(({ declarations }) => declarations.map(({ hash }) => hash)));
  const newHashes = await unknownOf(
    db,
    "code_texts",
    "hash",
    [...hashes].filter((hash) => texts.has(hash)),
  );
  await db.transaction().execute(async (trx) => {
    await insert(
      trx,
      "code_texts (hash, text)",
      newHashes.map((hash) => [hash, texts.get(hash) ?? ""]),
    );
    await insert(
      trx,
      "code_manifests (code_version, manifest)",
      added.map((manifest) => [manifest.codeVersion, JSON.stringify(manifest)]),
    );
  });
}

/** In one order for every process: of two that write the same at once, none waits for a row while the other one waits for its row. */
async function unknownOf(db: Db, table: string, key: string, values: readonly string[]): Promise<readonly string[]> {
  if (values.length === 0) return [];
  const { rows } = await sql<{ readonly value: string }>`
    select value from unnest(${values}::text[]) as given (value)
    where not exists (select from ${sql.table(`headwater.${table}`)} as known where known.${sql.ref(key)} = given.value)
    order by value collate "C"`.execute(db);
  return rows.map(({ value }) => value);
}

const rowsAtOnce = 1_000;

/** Packed batch by batch, so that the process has time for other things in between. */
async function insert(trx: Trx, into: string, rows: readonly (readonly [string, string])[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const some = rows.slice(start, start + rowsAtOnce);
    await sql`
      insert into headwater.${sql.raw(into)}
      select * from unnest(${some.map(([key]) => key)}::text[], ${some.map(([, text]) => zstdCompressSync(text))}::bytea[])
      on conflict do nothing`.execute(trx);
  }
}

const unpacked = (packed: Buffer): string => zstdDecompressSync(packed).toString();

/** Statuses ask for the same manifests again and again, as long as code differs. */
const keptManifests = 5_000;

/** Reads each manifest once, as far as it is kept: they never change. */
export function codeManifestReader(db: Db): (codeVersions: readonly string[]) => Promise<ReadonlyMap<string, CodeManifest>> {
  const kept = new Map<string, CodeManifest>();
  return async (codeVersions) => {
    const found = new Map(codeVersions.flatMap((version) => (kept.has(version) ? [[version, kept.get(version) as CodeManifest] as const] : [])));
    const missing = codeVersions.filter((version) => !found.has(version));
    if (missing.length > 0) {
      const rows = await db.selectFrom("code_manifests").selectAll().where("code_version", "=", sql<string>`any(${missing})`).execute();
      for (const row of rows) found.set(row.code_version, JSON.parse(unpacked(row.manifest)) as CodeManifest);
    }
    // What was asked for last goes last, and the oldest goes first.
    for (const [version, manifest] of found) {
      kept.delete(version);
      kept.set(version, manifest);
    }
    for (const version of [...kept.keys()].slice(0, Math.max(0, kept.size - keptManifests))) kept.delete(version);
    return found;
  };
}

export async function codeTexts(db: Db, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await db.selectFrom("code_texts").selectAll().where("hash", "=", sql<string>`any(${hashes})`).execute();
  return new Map(rows.map(({ hash, text }) => [hash, unpacked(text)]));
}
