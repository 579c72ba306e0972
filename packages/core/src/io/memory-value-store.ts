/** A value store in the memory of this process. */
import { createHash } from "node:crypto";
import { HeadwaterError } from "../model/errors.ts";
import type { ValueStore } from "./value-store.ts";

/** Values that live as long as the store does. */
export function createMemoryValueStore(): ValueStore {
  const byAddress = new Map<string, Uint8Array>();
  return {
    async write(content) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const address = createHash("sha256").update(bytes).digest("hex");
      byAddress.set(address, bytes);
      return { address, bytes: bytes.length };
    },
    async *read(address) {
      const bytes = byAddress.get(address);
      if (bytes === undefined) throw new HeadwaterError("VALUE_MISSING", { address, place: "memory" });
      yield bytes;
    },
    has: async (address) => byAddress.has(address),
  };
}
