/** A project in a directory of its own inside the repository, so that its entry resolves the workspace's packages. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface TemporaryProject extends AsyncDisposable {
  readonly directory: string;
  readonly entry: string;
  write(path: string, content: string): Promise<void>;
  read(path: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** How often each function ran, as the functions themselves noted it. */
  ran(): Promise<Readonly<Record<string, number>>>;
}

/** Goes before the definitions of a project: what tests need to declare assets whose functions note that they ran. */
export const preamble = `import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { asset, csvFile, define, source, table } from "@headwater/core";
import { z } from "zod";
const log = new URL("ran.log", import.meta.url);
const ran = (key: string): void => appendFileSync(log, key + "\\n");
const times = (key: string): number => (existsSync(log) ? readFileSync(log, "utf8").split("\\n").filter((line) => line === key).length : 0);
`;

export async function temporaryProject(definitions: string, files: Readonly<Record<string, string>> = {}): Promise<TemporaryProject> {
  const directory = await mkdtemp(join(dirname(fileURLToPath(import.meta.url)), ".tmp-"));
  const write = async (path: string, content: string): Promise<void> => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  };
  for (const [path, content] of Object.entries({ "headwater.config.ts": preamble + definitions, ...files })) await write(path, content);
  return {
    directory,
    entry: join(directory, "headwater.config.ts"),
    write,
    read: (path) => readFile(join(directory, path), "utf8"),
    remove: (path) => rm(join(directory, path)),
    async ran() {
      const lines = (await readFile(join(directory, "ran.log"), "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
      const counts: Record<string, number> = {};
      for (const line of lines) counts[line] = (counts[line] ?? 0) + 1;
      return counts;
    },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
