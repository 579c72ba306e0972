/** What needs a look: failures, sources that cannot be read, data that is too old, and what made assets stale. */
import { CircleCheck, Clock, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { CatalogAsset } from "../catalog/queries.ts";
import { plural } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes, type Presentation, unreadable } from "../status/presentation.ts";
import { KeyLink } from "../ui/key-text.tsx";
import { Card } from "../ui/page.tsx";
import { Prose } from "../ui/prose.tsx";
import { When } from "../ui/when.tsx";
import { runHref } from "../url/address.ts";
import { type Attention, attentionOf } from "./attention.ts";

const looks: { readonly [K in Attention["kind"]]: Presentation } = {
  failed: outcomes.FAILED,
  unreadable,
  late: { label: "Too old", icon: Clock, tone: "stale", meaning: "Its data is older than its maxAge." },
  changed: { label: "Changed", icon: TriangleAlert, tone: "stale", meaning: "Here begins what makes others stale." },
};

/** So many are worth a line each. */
const shown = 8;

export function AttentionCard({ assets }: { readonly assets: readonly CatalogAsset[] }) {
  const found = attentionOf(assets);
  return (
    <Card title="Needs a look" testId="attention">
      {found.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-2">
          <CircleCheck aria-hidden size={16} className="text-fresh" /> Nothing failed, nothing is late, nothing has changed.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {found.slice(0, shown).map((item) => (
            <Item key={`${item.kind} ${item.asset} ${item.text}`} item={item} />
          ))}
        </ul>
      )}
      {found.length > shown && (
        <p className="mt-3 text-xs text-ink-2">
          and {found.length - shown} more, in the{" "}
          <Link href="/catalog?sort=status" prefetch={false} className="text-accent underline">
            catalog
          </Link>
        </p>
      )}
    </Card>
  );
}

function Item({ item }: { readonly item: Attention }) {
  return (
    <li data-testid="attention-item" data-kind={item.kind} data-asset={item.asset} className="py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge as={looks[item.kind]} />
        <KeyLink assetKey={item.asset} />
        <span className="ml-auto flex items-center gap-3 text-xs text-ink-3">
          {item.at && <When calm at={item.at} />}
          {item.run && (
            <Link href={runHref(item.run)} prefetch={false} className="inline-flex min-h-6 items-center rounded text-accent hover:underline">
              Run
            </Link>
          )}
        </span>
      </div>
      <p className="mt-1 line-clamp-3 break-words text-ink-2">
        <bdi>
          <Prose text={sentence(item.text)} />
        </bdi>
        {item.affected > 1 && <span className="text-ink-3"> {plural(item.affected, "asset")} not fresh because of it.</span>}
      </p>
    </li>
  );
}
