/** A raw file as a source: which bytes it holds now, and clear errors where it cannot be read. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { SourceVersion } from "../define/definition.ts";
import { describeValue } from "../model/describe-value.ts";
import { HeadwaterError } from "../model/errors.ts";

/** Where a file is, and what to call it. */
export interface SourceFile {
  readonly asset: string;
  /** As the author wrote it. */
  readonly path: string;
  readonly resolved: string;
}

export const sourceFile = (path: string, context: { readonly asset: { readonly key: string }; readonly root: string }): SourceFile => ({
  asset: context.asset.key,
  path,
  resolved: resolve(context.root, path),
});

/** What is wrong with the path of a connector, for `define`. */
export const pathProblem = (connector: string, path: unknown): string | undefined =>
  typeof path === "string" && path !== ""
    ? undefined
    : `${connector} was given ${path === "" ? "an empty text" : describeValue(path)}; it takes the path of a file`;

/** The bytes of a file. Throws `FILE_MISSING`, `FILE_UNREADABLE`. */
export async function* readSourceFile(file: SourceFile): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file.resolved, { highWaterMark: 256 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    throw fileError(file, error);
  }
}

/** All bytes of a file at once. Throws like {@link readSourceFile}. */
export async function wholeFile(file: SourceFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readSourceFile(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Seen {
  readonly stamp: string;
  readonly modifiedMs: number;
  readonly hashedAtMs: number;
  readonly version: string;
}

/** How much older than its last hash a file must be for its times to be trusted: clocks of file systems are coarse. */
const trustedAgeMs = 2000;

/** Gives the content hash of files with the path that it is of, and hashes only where size, times or inode say that something may have happened. */
export function fileObserver(): (file: SourceFile) => Promise<SourceVersion> {
  const seen = new Map<string, Seen>();
  const versionOf = async (file: SourceFile): Promise<string> => {
    const { stamp, modifiedMs } = await stampOf(file);
    const last = seen.get(file.resolved);
    if (last?.stamp === stamp && last.modifiedMs + trustedAgeMs <= last.hashedAtMs) return last.version;
    const hashedAtMs = Date.now();
    const hash = createHash("sha256");
    for await (const chunk of readSourceFile(file)) hash.update(chunk);
    const version = hash.digest("hex");
    seen.set(file.resolved, { stamp, modifiedMs, hashedAtMs, version });
    return version;
  };
  return async (file) => ({ version: await versionOf(file), metadata: { path: file.path } });
}

async function stampOf(file: SourceFile): Promise<{ readonly stamp: string; readonly modifiedMs: number }> {
  const found = await stat(file.resolved, { bigint: true }).catch((error) => {
    throw fileError(file, error);
  });
  if (!found.isFile())
    throw new HeadwaterError("FILE_UNREADABLE", {
      asset: file.asset,
      path: file.path,
      problem: found.isDirectory() ? "it is a directory" : "it is not a file",
    });
  return { stamp: [found.size, found.mtimeNs, found.ctimeNs, found.ino].join(" "), modifiedMs: Number(found.mtimeMs) };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "its links run in a circle",
};

function fileError(file: SourceFile, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined || HeadwaterError.is(error)) return error;
  if (code === "ENOENT" || code === "ENOTDIR") return new HeadwaterError("FILE_MISSING", { ...file }, { cause: error });
  return new HeadwaterError("FILE_UNREADABLE", { asset: file.asset, path: file.path, problem: reasons[code] ?? code }, { cause: error });
}
