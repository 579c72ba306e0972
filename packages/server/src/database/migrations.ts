/** The migrations that this version knows: numbered plain SQL, forward only. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** Inside a published package, or beside the packages in their repository; for sources and compiled files alike. */
const directory = ((published: URL) => (existsSync(published) ? published : new URL("../../../../migrations/", import.meta.url)))(
  new URL("../../migrations/", import.meta.url),
);

export interface Migration {
  readonly number: number;
  /** The name of the file: `000001.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, whatever line ends the checkout gave it. */
  readonly checksum: string;
}

export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{6}\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(new URL(name, directory), "utf8")).replaceAll("\r\n", "\n");
      return { number: Number.parseInt(name, 10), name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}
