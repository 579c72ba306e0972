/** What the list of runs has in its address: which runs. */
import type { RunStatus } from "../graphql/words.ts";
import { runStatuses } from "../status/presentation.ts";
import { useSearch } from "../url/address.ts";
import type { RunFilter } from "./options.ts";

export interface RunsAddress {
  readonly status: RunStatus | null;
  /** Key of an asset; empty for any. */
  readonly asset: string;
  readonly filter: RunFilter;
  readonly setStatus: (status: RunStatus | null) => void;
  readonly setAsset: (asset: string) => void;
  readonly clear: () => void;
}

export function useRunsAddress(): RunsAddress {
  const { search, setSearch } = useSearch();
  const named = search.get("status");
  const status = (Object.keys(runStatuses) as RunStatus[]).find((one) => one === named) ?? null;
  const asset = search.get("asset") ?? "";
  return {
    status,
    asset,
    filter: { ...(status && { status: [status] }), ...(asset && { asset }) },
    setStatus: (next) => setSearch({ status: next }),
    setAsset: (next) => {
      if (next !== asset) setSearch({ asset: next || null });
    },
    clear: () => setSearch({ status: null, asset: null }),
  };
}
