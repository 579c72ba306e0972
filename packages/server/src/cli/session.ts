/** What a command works with: the project, its database and its values. */
import { createFileValueStore, HeadwaterError, type Store, type ValueStore, type Worker } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { type Config, databaseUrlOf } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import { isCommandLine } from "../worker/identity.ts";
import { loadDefinitions, type WorkingCopy } from "../worker/load-definitions.ts";
import type { ProjectOptions } from "./options.ts";
import { defaultEntry, findProject, type Project } from "./project.ts";

export interface Session extends AsyncDisposable {
  readonly project: Project;
  readonly databaseUrl: string;
  readonly store: Store;
  readonly values: ValueStore;
  /** The definitions as they are in the files now; `null` where there is no entry file. Loaded once. */
  workingCopy(): Promise<WorkingCopy | null>;
  /** Workers that serve everybody, without commands that run their own steps. */
  workers(): Promise<readonly Worker[]>;
}

/**
 * @throws HeadwaterError `ENTRY_MISSING` where there is neither an entry file nor a database that was named
 */
export async function openSession(options: ProjectOptions, config: Config): Promise<Session> {
  const project = findProject(options.entry);
  const databaseUrl = databaseUrlOf(options, config);
  if (project.entry === null && databaseUrl === undefined) throw new HeadwaterError("ENTRY_MISSING", { path: `${project.directory}/${defaultEntry}` });
  await using building = new AsyncDisposableStack();
  const database = building.use(await openDatabase({ databaseUrl, projectDirectory: project.directory }));
  const store = building.use(await createPostgresStore({ connectionString: database.url, applicationName: "headwater command" }));
  let copy: Promise<WorkingCopy> | null = null;
  const resources = building.move();
  return {
    project,
    databaseUrl: database.url,
    store,
    values: createFileValueStore(project.values),
    workingCopy: () => {
      if (project.entry === null) return Promise.resolve(null);
      copy ??= loadDefinitions(project.entry, config);
      return copy;
    },
    workers: async () => (await store.workers()).filter((worker) => !isCommandLine(worker)),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
