"use client";
/** All assets in a table: filtered by a selection, sorted, grouped. */
import { plural } from "../format/format.ts";
import { RequestError } from "../graphql/request.ts";
import { SelectionBox } from "../lineage/selection-box.tsx";
import { Choice } from "../ui/choice.tsx";
import { EmptyState, ErrorState, PageSkeleton } from "../ui/states.tsx";
import { arrange, type Grouping, type Sorting } from "./arrange.ts";
import { CatalogTable } from "./catalog-table.tsx";
import { useCatalog } from "./use-catalog.ts";
import { type CatalogAddress, useCatalogAddress } from "./use-catalog-address.ts";

const groupNames: readonly (readonly [Grouping, string])[] = [
  ["none", "Nothing"],
  ["group", "Group"],
  ["status", "Status"],
  ["kind", "Kind"],
  ["owner", "Owner"],
];

const sortNames: readonly (readonly [Sorting, string])[] = [
  ["asset", "Name"],
  ["status", "Status"],
  ["changed", "Last changed"],
  ["rows", "Rows"],
];

export function CatalogPage() {
  const address = useCatalogAddress();
  const { data: assets, error, isPlaceholderData, refetch } = useCatalog(address.select);
  const selectionError = error instanceof RequestError && address.select !== "" ? error : null;
  return (
    <>
      <h1 className="sr-only">Catalog</h1>
      <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-3 py-2 sm:px-4">
        <SelectionBox value={address.select} error={selectionError} onChange={address.setSelect} />
        <Choice label="Group by" value={address.group} choices={groupNames} onChange={address.setGroup} />
        <div className="md:hidden">
          <Choice label="Sort by" value={address.sort} choices={sortNames} onChange={address.setSort} />
        </div>
        {assets && !selectionError && (
          <p role="status" data-testid="catalog-count" className="ml-auto text-xs text-ink-2">
            {isPlaceholderData ? "Looking…" : plural(assets.length, "asset")}
          </p>
        )}
      </div>
      {selectionError ? (
        <EmptyState title="Nothing is selected">The selection could not be read, or nothing matches it. The box above says more.</EmptyState>
      ) : assets ? (
        <Assets assets={assets} address={address} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function Assets({ assets, address }: { readonly assets: Parameters<typeof arrange>[0]; readonly address: CatalogAddress }) {
  if (assets.length === 0) {
    return address.select === "" ? (
      <EmptyState title="No assets yet">
        Nobody has registered any definitions. Start a worker in your project: <code className="font-mono text-xs">headwater dev</code>
      </EmptyState>
    ) : (
      <EmptyState title="Nothing matches">
        No asset is in <code className="font-mono text-xs break-all">{address.select}</code>.
      </EmptyState>
    );
  }
  return <CatalogTable lines={arrange(assets, address)} sort={address.sort} isDescending={address.isDescending} onSort={address.setSort} />;
}
