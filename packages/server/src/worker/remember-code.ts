/** Remembers what the code of definitions is made of, before anything is recorded or told with its versions. */
import type { Store } from "@headwater/core/engine";
import type { WorkingCopy } from "./load-definitions.ts";

/** Versions that an author stated say nothing of what is behind them: two assets may state the same. */
export async function rememberCode(store: Store, { serialized, code }: WorkingCopy): Promise<void> {
  const found = serialized.assets.filter(({ codeParts }) => codeParts.explicit === null);
  await store.saveCode(
    found.flatMap(({ key }) => code.manifests.get(key) ?? []),
    code.texts,
  );
}
