/** What the analysis of code finds in projects that are written down here and loaded in a process of their own. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "@headwater/core/engine";

export interface Project {
  /** Content by path; the text `-> target` stands for a symbolic link. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CodeRequest {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the assets are computed, too. */
  readonly run: boolean;
  /** Texts by path that are written over the project once it was analysed (`null`: removed); then versions are those that a memory of that gets wrong. */
  readonly edited: Readonly<Record<string, string | null>> | null;
}

export interface CodeFindings {
  /** By asset key; empty where the project cannot be loaded. */
  readonly versions: Readonly<Record<string, string>>;
  /** Errors for which it cannot be loaded, else warnings. */
  readonly problems: readonly Problem[];
  /** By asset key, where it was asked to run: the output as JSON, or how the step failed. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface CodeReader extends AsyncDisposable {
  /** Each project is written into a directory of its own and loaded by the same process, one after the other. */
  read(project: Project, options?: Partial<Pick<CodeRequest, "run" | "edited">>): Promise<CodeFindings>;
}

/** So that those of this repository do not hold. */
const ownSettings = { "package.json": '{ "type": "module" }', "tsconfig.json": "{}" };
const loader = fileURLToPath(new URL("load-code.ts", import.meta.url));

export async function startCodeReader(): Promise<CodeReader> {
  const parent = await mkdtemp(join(dirname(loader), ".tmp-"));
  const child = fork(loader, { cwd: parent, execArgv: ["--conditions=@headwater/source"], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`the process that loads projects ended with ${code}`)));
  ended.catch(() => undefined);
  let count = 0;
  return {
    async read({ files, environment = {} }, { run = false, edited = null } = {}) {
      const directory = join(parent, String(count++));
      await writeProject(directory, files);
      const findings = await Promise.race([answerOf(child, { directory, environment, run, edited }), ended]);
      await rm(directory, { recursive: true });
      return findings;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      await rm(parent, { recursive: true, force: true });
    },
  };
}

/** All of them by one process. */
export async function codeFindings(projects: readonly Project[]): Promise<readonly CodeFindings[]> {
  await using reader = await startCodeReader();
  const findings: CodeFindings[] = [];
  for (const project of projects) findings.push(await reader.read(project));
  return findings;
}

async function answerOf(child: ChildProcess, request: CodeRequest): Promise<CodeFindings> {
  const answer = once(child, "message");
  child.send(request);
  const [findings] = (await answer) as [CodeFindings];
  return findings;
}

async function writeProject(directory: string, files: Project["files"]): Promise<void> {
  for (const [path, content] of Object.entries({ ...ownSettings, ...files })) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === "string" && content.startsWith("-> ")) await symlink(content.slice(3).trim(), file);
    else await writeFile(file, content);
  }
}
