/** One asset as a line of the catalog; on a narrow screen, as a block. */
import type { Ref } from "react";
import { count, size } from "../format/format.ts";
import { entriesOf } from "../format/json.ts";
import { kindOf } from "../lineage/asset-kind.ts";
import { Badge } from "../status/badge.tsx";
import { noLongerDefined, outcomes, statuses, unreadable } from "../status/presentation.ts";
import { KeyLink } from "../ui/key-text.tsx";
import { When } from "../ui/when.tsx";
import type { CatalogAsset } from "./queries.ts";

const cell = "border-b border-line px-4 py-2 align-top max-md:block max-md:border-0 max-md:px-0 max-md:py-0.5";

interface CatalogRowProps {
  readonly asset: CatalogAsset;
  readonly place: { readonly "aria-rowindex": number; readonly "data-index": number; readonly ref: Ref<HTMLTableRowElement> };
}

export function CatalogRow({ asset, place }: CatalogRowProps) {
  const { icon: Icon, name: kind } = kindOf(asset);
  return (
    <tr
      {...place}
      data-testid="catalog-row"
      data-asset={asset.key}
      data-status={asset.status}
      className="hover:bg-sunken max-md:block max-md:border-b max-md:border-line max-md:px-4 max-md:py-3"
    >
      <th scope="row" className={`${cell} text-left font-normal`}>
        <div className="flex min-w-0 items-start gap-2">
          <Icon role="img" aria-label={kind} size={15} className="mt-0.5 shrink-0 text-ink-3" />
          <div className="min-w-0">
            <KeyLink assetKey={asset.key} className="block truncate" />
            <p dir="auto" title={asset.description ?? undefined} className="truncate text-xs text-ink-3">
              {asset.description ?? [kind, ...asset.kinds].join(" · ")}
            </p>
          </div>
        </div>
      </th>
      <td className={cell}>
        <AssetBadges asset={asset} />
      </td>
      <td className={`${cell} max-md:hidden`}>
        <bdi className="block truncate">{asset.group}</bdi>
      </td>
      <td className={`${cell} text-ink-2`}>
        <Changed asset={asset} />
      </td>
      <td className={`${cell} tabular-nums md:text-right`}>
        <Rows asset={asset} />
      </td>
      <td className={`${cell} text-xs text-ink-2`}>
        <p className="truncate" title={asset.owners.join(", ")}>
          {asset.owners.join(", ")}
        </p>
        <p className="truncate text-ink-3">
          {entriesOf(asset.tags)
            .map(([name, value]) => `${name}=${value}`)
            .join(", ")}
        </p>
      </td>
    </tr>
  );
}

/** Status, and beside it what it does not say: that the last try or look failed. */
function AssetBadges({ asset }: { readonly asset: Pick<CatalogAsset, "isDefined" | "status" | "lastAttempt" | "lastObservation"> }) {
  if (!asset.isDefined) return <Badge as={noLongerDefined} />;
  return (
    <div className="flex flex-wrap gap-x-2 gap-y-1">
      <Badge as={statuses[asset.status]} />
      {asset.lastAttempt?.outcome === "FAILED" && <Badge plain as={outcomes.FAILED} />}
      {asset.lastObservation?.error && <Badge plain as={unreadable} />}
    </div>
  );
}

function Changed({ asset }: { readonly asset: CatalogAsset }) {
  if (asset.isSource) {
    if (asset.lastObservation === null) return <span className="text-ink-3">Never looked at</span>;
    return (
      <>
        <When calm at={asset.lastObservation.at} />
        <p className="text-xs text-ink-3">
          checked <When calm at={asset.lastObservation.checkedAt} />
        </p>
      </>
    );
  }
  if (asset.latest === null) return <span className="text-ink-3 max-md:hidden">Never</span>;
  return (
    <>
      <When calm at={asset.latest.at} />
      {asset.dataAsOf !== null && (
        <p className="text-xs text-ink-3" title="How old the sources behind it are known to be.">
          data as of <When calm at={asset.dataAsOf} />
        </p>
      )}
    </>
  );
}

function Rows({ asset: { latest } }: { readonly asset: CatalogAsset }) {
  if (latest === null) return null;
  return (
    <>
      {latest.rows !== null && (
        <span>
          {count(latest.rows)}
          <span className="md:hidden"> rows</span>
        </span>
      )}
      {latest.bytes !== null && <p className="text-xs text-ink-3 max-md:hidden">{size(latest.bytes)}</p>}
    </>
  );
}
