/** What connects a worker with others: the store, and the queue that steps come through. It knows no definitions, so it may be opened before they are loaded. */
import type { Store } from "@headwater/core/engine";
import { createPostgresStore } from "@headwater/core/postgres";
import { createDispatcher, type Dispatcher } from "../dispatch/dispatcher.ts";

export interface WorkerConnections extends AsyncDisposable {
  readonly databaseUrl: string;
  readonly store: Store;
  readonly dispatcher: Dispatcher;
}

/** @throws HeadwaterError `DATABASE_UNREACHABLE` */
export async function connectWorker(databaseUrl: string): Promise<WorkerConnections> {
  await using building = new AsyncDisposableStack();
  const store = building.use(await createPostgresStore({ connectionString: databaseUrl, applicationName: "headwater worker" }));
  const dispatcher = building.use(await createDispatcher(databaseUrl));
  const opened = building.move();
  return { databaseUrl, store, dispatcher, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
