/** The server as it runs in production, with the built UI, as a process of its own on a given database. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Site extends AsyncDisposable {
  readonly url: string;
}

const program = fileURLToPath(new URL("../packages/server/src/main.ts", import.meta.url));

/** @param directory of the project that it serves */
export async function startSite(databaseUrl: string, directory: string): Promise<Site> {
  const { HEADWATER_TOKEN: _token, ...env } = process.env;
  const child = fork(program, ["server", "--database-url", databaseUrl, "--port", "0"], { cwd: directory, env, execArgv: process.execArgv });
  const ended = once(child, "exit");
  const [ready] = await Promise.race([once(child, "message"), ended]);
  if (typeof ready !== "object" || ready === null) throw new Error(`The server ended with exit code ${ready}.`);
  return {
    url: ready.detail,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
