/** The database of a project: the one that is given, or an embedded Postgres; migrated either way. */
import { joinEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";

export interface Database extends AsyncDisposable {
  readonly url: string;
  readonly embedded: boolean;
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[];
}

export interface DatabaseOptions {
  /** `undefined`: a Postgres of the project's own, shared by all its processes. */
  readonly databaseUrl: string | undefined;
  /** Its `.headwater/` holds the data of an embedded Postgres. */
  readonly projectDirectory: string;
}

/** @throws HeadwaterError `DATABASE_*`, `MIGRATION_*`, `EMBEDDED_POSTGRES_UNAVAILABLE` */
export async function openDatabase({ databaseUrl, projectDirectory }: DatabaseOptions): Promise<Database> {
  if (databaseUrl !== undefined) {
    return { url: databaseUrl, embedded: false, migrated: await migrate(databaseUrl), async [Symbol.asyncDispose]() {} };
  }
  const postgres = await joinEmbeddedPostgres({ projectDirectory });
  try {
    const migrated = await migrate(postgres.url);
    return { url: postgres.url, embedded: true, migrated, [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose]() };
  } catch (error) {
    await postgres[Symbol.asyncDispose]();
    throw error;
  }
}
