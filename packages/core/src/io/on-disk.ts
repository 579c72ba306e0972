/** What disks refuse to take, in words. */
import { HeadwaterError } from "../model/errors.ts";

const problems: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than is allowed",
  EROFS: "it is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EIO: "the disk reports an error",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/** Work that writes. Throws `VALUE_STORE_UNWRITABLE` where the disk does not take it. */
export async function onDisk<T>(place: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const problem = problems[(error as NodeJS.ErrnoException).code ?? ""];
    throw problem === undefined ? error : new HeadwaterError("VALUE_STORE_UNWRITABLE", { place, problem }, { cause: error });
  }
}
