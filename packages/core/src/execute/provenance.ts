/** Finds out where this process computes: commit, machine and versions. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, hostname, platform } from "node:os";
import type { Provenance } from "../model/provenance.ts";

const known = new Map<string, Promise<Provenance>>();

/**
 * Looked up once per process: ask when the definitions are loaded, since what is committed later is not what runs here. Never rejects.
 * @param root Absolute directory that the definitions lie in.
 */
export function provenanceOf(root: string): Promise<Provenance> {
  const found = known.get(root) ?? lookUp(root);
  known.set(root, found);
  return found;
}

async function lookUp(root: string): Promise<Provenance> {
  const [commit, changes] = await Promise.all([git(root, ["rev-parse", "--verify", "HEAD"]), git(root, ["status", "--porcelain"])]);
  const gitCommit = commit.isWhole ? commit.output.trim() : null;
  return {
    gitCommit,
    gitDirty: gitCommit === null ? null : isDirty(changes),
    host: hostname(),
    node: process.version,
    headwater: headwaterVersion(),
    platform: `${platform()}-${arch()}`,
  };
}

/** One change says so, even where git had more to list than it was given time for. */
const isDirty = ({ output, isWhole }: Answer): boolean | null => output !== "" || (isWhole ? false : null);

interface Answer {
  readonly output: string;
  readonly isWhole: boolean;
}

const gitTimeoutMs = 5_000;

/** Takes no locks: the author may be committing right now. */
const git = (root: string, command: readonly string[]): Promise<Answer> =>
  new Promise((resolve) => {
    execFile("git", ["--no-optional-locks", ...command], { cwd: root, timeout: gitTimeoutMs }, (error, output) => resolve({ output, isWhole: error === null }));
  });

function headwaterVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return manifest.version;
}
