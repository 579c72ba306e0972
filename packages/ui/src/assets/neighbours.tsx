/** What an asset reads and what reads it. */
import Link from "next/link";
import { changedAt, kindOf } from "../lineage/asset-kind.ts";
import { quoted } from "../lineage/selection-text.ts";
import { Badge } from "../status/badge.tsx";
import { noLongerDefined, statuses } from "../status/presentation.ts";
import { KeyLink } from "../ui/key-text.tsx";
import { Card } from "../ui/page.tsx";
import { When } from "../ui/when.tsx";
import type { Asset, AssetLink } from "./queries.ts";

export function Neighbours({ asset }: { readonly asset: Asset }) {
  const key = quoted(asset.key);
  return (
    <div className="grid items-start gap-x-5 lg:grid-cols-2">
      <Side
        title="Upstream"
        all={`+${key}`}
        empty={asset.isSource ? "A source reads nothing: it is made elsewhere." : "It reads nothing."}
        links={asset.upstream}
      />
      <Side title="Downstream" all={`${key}+`} empty="Nothing reads it." links={asset.downstream} />
    </div>
  );
}

interface SideProps {
  readonly title: string;
  /** Selects everything on this side, however far. */
  readonly all: string;
  readonly empty: string;
  readonly links: readonly AssetLink[];
}

function Side({ title, all, empty, links }: SideProps) {
  return (
    <Card
      title={title}
      testId={title.toLowerCase()}
      aside={
        links.length > 0 && (
          <Link href={`/?${new URLSearchParams({ select: all })}`} prefetch={false} className="text-accent hover:underline">
            All of it as a graph
          </Link>
        )
      }
    >
      {links.length === 0 && <p className="text-ink-2">{empty}</p>}
      <ul className="divide-y divide-line">
        {links.map((link) => (
          <Neighbour key={`${link.asset.key} ${link.input}`} link={link} />
        ))}
      </ul>
    </Card>
  );
}

function Neighbour({ link: { asset, input, after } }: { readonly link: AssetLink }) {
  const { icon: Icon, name: kind } = kindOf(asset);
  const at = changedAt(asset);
  return (
    <li className="flex items-start justify-between gap-3 py-2 first:pt-0 last:pb-0">
      <div className="flex min-w-0 items-start gap-2">
        <Icon role="img" aria-label={kind} size={15} className="mt-0.5 shrink-0 text-ink-3" />
        <div className="min-w-0">
          <KeyLink assetKey={asset.key} />
          <p className="text-xs text-ink-3">
            {after ? "only ordered after it: nothing is read" : input && `input ${input}`}
            {at && (
              <>
                , changed <When calm at={at} />
              </>
            )}
          </p>
        </div>
      </div>
      <Badge plain as={asset.isDefined ? statuses[asset.status] : noLongerDefined} />
    </li>
  );
}
