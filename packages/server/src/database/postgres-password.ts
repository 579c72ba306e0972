/** The password of a project's own Postgres. It lies in the data directory, so that it belongs to what it opens. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const passwordFile = "headwater-password";

/** `null` where there is no data directory, or none that Headwater made. */
export const readPassword = (dataDirectory: string): Promise<string | null> => readFile(join(dataDirectory, passwordFile), "utf8").catch(() => null);
