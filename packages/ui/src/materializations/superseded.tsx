/** Says of an older materialization that it is not the current one any more. */
import { History } from "lucide-react";
import Link from "next/link";
import { When } from "../ui/when.tsx";
import { materializationHref } from "../url/address.ts";
import type { Materialization } from "./queries.ts";

export function Superseded({ materialization: { id, asset } }: { readonly materialization: Materialization }) {
  const { latest } = asset;
  if (latest?.id === id) return null;
  return (
    <p
      role="note"
      data-testid="superseded"
      data-tone="missing"
      className="mb-5 flex items-start gap-2 rounded-xl border border-tone-line bg-tone-soft px-4 py-2.5"
    >
      <History aria-hidden size={16} className="mt-0.5 shrink-0 text-tone" />
      {latest === null ? (
        <span>The value was wiped since: nothing is current of this asset.</span>
      ) : (
        <span>
          This is history. The current materialization was recorded{" "}
          <Link href={materializationHref(latest.id)} prefetch={false} className="text-accent underline">
            <When at={latest.at} />
          </Link>
          .
        </span>
      )}
    </p>
  );
}
