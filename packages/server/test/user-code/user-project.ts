/** A project of a user in a directory of its own, loaded in a process of its own. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";

export interface LoadedAsset {
  readonly key: string;
  readonly codeVersion: string;
  readonly declaredAt: { readonly file: string; readonly line: number };
  readonly value: unknown;
  readonly error: { readonly message: string; readonly stack: string | null } | null;
}

export interface Loaded {
  readonly assets: readonly LoadedAsset[];
  readonly loadMs: number;
  readonly directory: string;
  /** Warnings of Node, and whatever else the process said beside its answer. */
  readonly stderr: string;
}

/** What the asset `a` computes, where all it does is to return a value that is found when the module is loaded. */
export const assetOf = (expression: string): string => `import { asset, define } from "@headwater/core";
import { z } from "zod";
export const a = asset("a", { output: z.json(), run: async () => (${expression}) });
export default define({ include: [a] });
`;

/** So that those of this repository do not hold. */
const ownSettings = { "package.json": '{ "type": "module" }', "tsconfig.json": "{}" };

const loader = fileURLToPath(new URL("load-entry.ts", import.meta.url));

/** Loads `headwater.config.ts` of these files; without a package.json of its own the project is one of ES modules. */
export async function load(files: Readonly<Record<string, string>>): Promise<Loaded> {
  const { answer, directory, stderr } = await run(files);
  if (!("assets" in answer)) throw new Error(JSON.stringify(answer));
  return { ...(answer as Pick<Loaded, "assets" | "loadMs">), directory, stderr };
}

/** The problem for which these files cannot be loaded; the project's directory is left out of paths. */
export async function problemOf(files: Readonly<Record<string, string>>): Promise<{ readonly code: string; readonly message: string }> {
  const { answer, directory } = await run(files);
  const { code, message } = answer as { code: string; message: string };
  return { code, message: message.replaceAll(`${directory}/`, "") };
}

async function run(files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(dirname(loader), ".tmp-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [path, content] of Object.entries({ ...ownSettings, ...files })) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  const args = ["--conditions=@headwater/source", loader, join(directory, "headwater.config.ts")];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: directory });
  return { answer: JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as object, directory, stderr };
}
