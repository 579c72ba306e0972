/** The bar above the lineage: which assets, as what, how they are, and the button. */
import { TableProperties, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import type { RequestError } from "../graphql/request.ts";
import type { Status } from "../graphql/words.ts";
import { Badge } from "../status/badge.tsx";
import { statuses } from "../status/presentation.ts";
import { Segmented } from "../ui/segmented.tsx";
import { SelectionBox } from "./selection-box.tsx";

export type View = "graph" | "table";

const views = [
  { value: "graph", label: "Graph", icon: Workflow },
  { value: "table", label: "Table", icon: TableProperties },
] as const;

interface ToolbarProps {
  readonly select: string;
  readonly error: RequestError | null;
  readonly view: View;
  readonly found: readonly Status[];
  readonly onSelect: (select: string) => void;
  readonly onView: (view: View) => void;
  readonly children: ReactNode;
}

export function Toolbar({ select, error, view, found, onSelect, onView, children }: ToolbarProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-3 py-2 sm:px-4">
      <SelectionBox value={select} error={error} onChange={onSelect} />
      <Segmented label="View" value={view} choices={views} onChange={onView} />
      <StatusCounts found={found} />
      <div className="ml-auto max-sm:w-full">{children}</div>
    </div>
  );
}

/** Worst first, as in the table of statuses' severity. */
const shown: readonly Status[] = ["STALE", "UPSTREAM_STALE", "MISSING", "UNOBSERVED", "FRESH"];

function StatusCounts({ found }: { readonly found: readonly Status[] }) {
  const counts = shown.map((status) => ({ status, count: found.filter((one) => one === status).length })).filter(({ count }) => count > 0);
  return (
    <ul aria-label="Assets by status" className="flex flex-wrap items-center gap-x-3 gap-y-1 max-lg:hidden">
      {counts.map(({ status, count }) => (
        <li key={status}>
          <Badge plain as={{ ...statuses[status], label: `${count} ${statuses[status].label.toLowerCase()}` }} />
        </li>
      ))}
    </ul>
  );
}
