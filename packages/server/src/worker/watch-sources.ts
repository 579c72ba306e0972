/** Looks at all sources again and again, so that a changed file shows within seconds. */
import { type ExecutionEnvironment, observeSources } from "@headwater/core/engine";
import { startLoop } from "../loop.ts";
import type { ProcessLog } from "../process-log.ts";

const everyMs = 2_000;
/** A look that takes longer is given up: the other sources wait for it. */
const patienceMs = 60_000;

/** A look that fails is recorded, not thrown; looks never overlap. */
export function watchSources(environment: ExecutionEnvironment, log: ProcessLog): AsyncDisposable {
  const keys = [...environment.definitions.byKey.values()].filter((definition) => definition.kind === "source").map((source) => source.key);
  const stopping = new AbortController();
  const pass = async (): Promise<void> => {
    if (keys.length > 0) await observeSources(environment, keys, AbortSignal.any([stopping.signal, AbortSignal.timeout(patienceMs)]));
  };
  const loop = startLoop({ name: "observing sources", pass, everyMs, log });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await loop[Symbol.asyncDispose]();
    },
  };
}
