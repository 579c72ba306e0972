/** What an asset reads and what reads it. */
import { Badge } from "../status/badge.tsx";
import { statuses } from "../status/presentation.ts";
import { KeyLink } from "../ui/key-text.tsx";
import { Card } from "../ui/page.tsx";
import type { Asset, AssetLink } from "./queries.ts";

export function Neighbours({ asset }: { readonly asset: Asset }) {
  return (
    <>
      <Side title="Upstream" links={asset.upstream} />
      <Side title="Downstream" links={asset.downstream} />
    </>
  );
}

function Side({ title, links }: { readonly title: string; readonly links: readonly AssetLink[] }) {
  if (links.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="flex flex-col gap-2">
        {links.map((link) => (
          <li key={`${link.asset.key} ${link.input}`}>
            <div className="flex items-start justify-between gap-3">
              <KeyLink assetKey={link.asset.key} />
              <Badge plain as={statuses[link.asset.status]} />
            </div>
            <p className="text-xs text-ink-3">{link.after ? "only ordered after it" : link.input && `input ${link.input}`}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
