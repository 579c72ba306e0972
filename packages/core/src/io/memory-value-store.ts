/** A value store in the memory of this process. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadwaterError } from "../model/errors.ts";
import type { ValueStore } from "./value-store.ts";

/** Values that live as long as the store does. */
export function createMemoryValueStore(): ValueStore {
  const directory = temporaryDirectory();
  const byAddress = new Map<string, Uint8Array>();
  const writtenAt = new Map<string, Date>();
  const id = randomUUID();
  return {
    async write(content) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const address = createHash("sha256").update(bytes).digest("hex");
      byAddress.set(address, bytes);
      writtenAt.set(address, new Date());
      return { address, bytes: bytes.length };
    },
    async *read(address) {
      const bytes = byAddress.get(address);
      if (bytes === undefined) throw new HeadwaterError("VALUE_MISSING", { address, place: "memory" });
      yield bytes;
    },
    async path(address) {
      const bytes = byAddress.get(address);
      if (bytes === undefined) throw new HeadwaterError("VALUE_MISSING", { address, place: "memory" });
      const path = join(directory(), address);
      if (!existsSync(path)) {
        // Under another name first: two who ask at once both find it whole.
        const begun = `${path}.${randomUUID()}`;
        await writeFile(begun, bytes, { mode: 0o444 });
        await rename(begun, path);
      }
      return path;
    },
    has: async (address) => byAddress.has(address),
    async *list() {
      for (const [address, { length }] of byAddress) yield { id: address, address, bytes: length, writtenAt: writtenAt.get(address) ?? new Date() };
    },
    async remove(address, before) {
      const written = writtenAt.get(address);
      return written !== undefined && written < before && writtenAt.delete(address) && byAddress.delete(address);
    },
    identity: async () => ({ id, place: "memory" }),
  };
}

/** A directory for those who want paths: made when it is first asked for, removed with the process. */
function temporaryDirectory(): () => string {
  let made: string | undefined;
  return () => {
    if (made !== undefined) return made;
    const path = mkdtempSync(join(tmpdir(), "headwater-values-"));
    process.once("exit", () => rmSync(path, { recursive: true, force: true }));
    made = path;
    return path;
  };
}
