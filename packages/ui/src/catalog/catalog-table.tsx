/** The table of the catalog: however many assets there are, only the lines in sight are in the document. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import { useRef } from "react";
import { plural } from "../format/format.ts";
import type { CatalogLine, Sorting } from "./arrange.ts";
import { CatalogRow } from "./catalog-row.tsx";

interface CatalogTableProps {
  readonly lines: readonly CatalogLine[];
  readonly sort: Sorting;
  readonly isDescending: boolean;
  readonly onSort: (sort: Sorting) => void;
}

interface Column {
  readonly title: string;
  readonly sort?: Sorting;
  readonly className: string;
}

const columns: readonly Column[] = [
  { title: "Asset", sort: "asset", className: "w-[34%]" },
  { title: "Status", sort: "status", className: "w-[15%]" },
  { title: "Group", className: "w-[11%]" },
  { title: "Last changed", sort: "changed", className: "w-[14%]" },
  { title: "Rows", sort: "rows", className: "w-[9%] text-right" },
  { title: "Owners and tags", className: "w-[17%]" },
];

const lineHeight = { heading: 40, asset: 57 };
const overscan = 12;

export function CatalogTable({ lines, sort, isDescending, onSort }: CatalogTableProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => lineHeight[lines[at]?.kind ?? "asset"],
    getItemKey: (at) => keyOf(lines[at], at),
    overscan,
  });
  const shown = virtualizer.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} aria-label="Assets" tabIndex={0} className="min-h-0 grow overflow-auto -outline-offset-2">
      <table aria-rowcount={lines.length + 1} data-testid="catalog" className="w-full table-fixed border-separate border-spacing-0 bg-surface max-md:block">
        <thead className="max-md:sr-only">
          <tr aria-rowindex={1} className="text-left text-xs">
            {columns.map((column) => (
              <Heading key={column.title} column={column} sort={sort} isDescending={isDescending} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {before > 0 && <Gap height={before} />}
          {shown.map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const place = { "aria-rowindex": item.index + 2, "data-index": item.index, ref: virtualizer.measureElement };
            return line.kind === "heading" ? (
              <tr key={item.key} {...place} className="max-md:block">
                <th
                  scope="rowgroup"
                  colSpan={columns.length}
                  className="border-b border-line bg-sunken px-4 py-2.5 text-left text-sm font-semibold max-md:block"
                >
                  <bdi>{line.name}</bdi> <span className="ml-1 text-xs font-normal text-ink-2">{plural(line.count, "asset")}</span>
                </th>
              </tr>
            ) : (
              <CatalogRow key={item.key} asset={line.asset} place={place} />
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </section>
  );
}

/** An asset stands under each of its owners, so its key alone is not enough. */
const keyOf = (line: CatalogLine | undefined, at: number): string => `${at} ${line?.kind === "asset" ? line.asset.key : line?.name}`;

/** Room for the lines that are not in the document. */
const Gap = ({ height }: { readonly height: number }) => (
  <tr aria-hidden className="max-md:block">
    <td colSpan={columns.length} className="max-md:block" style={{ height, padding: 0 }} />
  </tr>
);

interface HeadingProps extends Omit<CatalogTableProps, "lines"> {
  readonly column: Column;
}

function Heading({ column: { title, sort: own, className }, sort, isDescending, onSort }: HeadingProps) {
  const isSorted = own !== undefined && own === sort;
  const look = `sticky top-0 z-10 border-b border-line bg-sunken px-4 py-1.5 font-medium text-ink-2 ${className}`;
  if (own === undefined) {
    return (
      <th scope="col" className={look}>
        {title}
      </th>
    );
  }
  const Icon = !isSorted ? ArrowUpDown : isDescending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? "descending" : "ascending") : "none"} className={look}>
      <button type="button" onClick={() => onSort(own)} className="inline-flex min-h-7 items-center gap-1 rounded font-medium hover:text-ink">
        {title}
        <Icon aria-hidden size={13} className={isSorted ? "text-accent" : "text-ink-3"} />
      </button>
    </th>
  );
}
