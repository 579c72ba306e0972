/** Loads an entry file as a worker does, in a process of its own; prints what it declares and computes as JSON. */
import { materialize } from "@headwater/core";
import { HeadwaterError } from "@headwater/core/engine";
import { loadDefinitions } from "../../src/worker/load-definitions.ts";

const entry = process.argv[2] ?? "";
const print = (outcome: unknown): void => console.log(JSON.stringify(outcome));

try {
  const began = performance.now();
  const { definitions, serialized, root } = await loadDefinitions(entry);
  const loadMs = performance.now() - began;
  const result = await materialize(definitions, { root });
  const assets = serialized.assets.map(({ key, codeVersion, declaredAt }) => {
    const step = result.steps.find(({ asset }) => asset === key);
    return { key, codeVersion, declaredAt, value: step?.outcome === "SUCCEEDED" ? result.value({ key } as never) : null, error: step?.error ?? null };
  });
  print({ assets, loadMs });
} catch (error) {
  if (!(error instanceof HeadwaterError)) throw error;
  print({ code: error.code, message: error.message });
}
