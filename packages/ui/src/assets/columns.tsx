/** The columns of a table: names, types and what the author says, and what is known of the values that are stored. */
import { count } from "../format/format.ts";
import { isJsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly description: string | null;
}

interface ColumnsProps {
  readonly columns: readonly Column[];
  /** Of the stored table: `{ nulls, min, max, distinct }` by column, and how many rows it has. */
  readonly stored?: { readonly statistics: Json; readonly rows: number | null } | undefined;
}

const cell = "border-b border-line py-2 pr-4 align-baseline last:pr-0";

export function Columns({ columns, stored }: ColumnsProps) {
  const statistics = isJsonObject(stored?.statistics) ? stored.statistics : null;
  const titles = ["Column", "Type", ...(statistics ? ["Nulls", "Distinct", "Smallest", "Largest"] : [])];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Table of columns" data-testid="columns" tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0">
        <thead className={statistics ? "text-left text-xs text-ink-3" : "sr-only"}>
          <tr>
            {titles.map((title) => (
              <th key={title} scope="col" className={`${cell} pt-0 font-medium ${numeric.has(title) ? "text-right" : ""}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name} className="last:*:border-b-0">
              <th scope="row" className={`${cell} text-left font-normal`}>
                <bdi className="font-mono text-xs break-words">{column.name}</bdi>
                {column.description && (
                  <p dir="auto" className="mt-0.5 max-w-prose text-xs break-words text-ink-2">
                    {column.description}
                  </p>
                )}
              </th>
              <td className={`${cell} text-xs whitespace-nowrap text-ink-2`}>
                {column.type}
                {column.nullable && <span className="text-ink-3">, may be null</span>}
              </td>
              {statistics && <Statistics of={statistics[column.name]} rows={stored?.rows ?? null} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const numeric = new Set(["Nulls", "Distinct"]);

function Statistics({ of, rows }: { readonly of: Json | undefined; readonly rows: number | null }) {
  if (!isJsonObject(of)) return <td colSpan={4} className={cell} />;
  const { nulls, distinct, min, max } = of;
  return (
    <>
      <td className={`${cell} text-right text-xs tabular-nums`}>
        {typeof nulls === "number" && count(nulls)}
        {typeof nulls === "number" && nulls > 0 && rows !== null && rows > 0 && <span className="text-ink-3"> ({Math.round((100 * nulls) / rows)} %)</span>}
      </td>
      <td className={`${cell} text-right text-xs tabular-nums`}>{typeof distinct === "number" && `≈ ${count(distinct)}`}</td>
      <Bound value={min} />
      <Bound value={max} />
    </>
  );
}

const Bound = ({ value }: { readonly value: Json | undefined }) => (
  <td className={`${cell} max-w-40 text-xs tabular-nums`}>
    {value !== null && value !== undefined && (
      <bdi className="block truncate text-left" title={String(value)}>
        {String(value)}
      </bdi>
    )}
  </td>
);
