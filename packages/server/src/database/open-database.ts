/** The database of a project: the one that is given, or an embedded Postgres; migrated either way. */
import { joinEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";

export interface Database extends AsyncDisposable {
  readonly url: string;
  readonly embedded: boolean;
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
    await migrate(databaseUrl);
    return { url: databaseUrl, embedded: false, async [Symbol.asyncDispose]() {} };
  }
  const postgres = await joinEmbeddedPostgres({ projectDirectory });
  try {
    await migrate(postgres.url);
  } catch (error) {
    await postgres[Symbol.asyncDispose]();
    throw error;
  }
  return { url: postgres.url, embedded: true, [Symbol.asyncDispose]: () => postgres[Symbol.asyncDispose]() };
}
