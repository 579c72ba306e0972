/** What is stored of an asset: the first rows of a table, pictures, or the value as JSON. */
import { useQuery } from "@tanstack/react-query";
import { count } from "../format/format.ts";
import type { Json } from "../graphql/graphql.ts";
import { JsonView } from "../ui/json-view.tsx";
import { Card } from "../ui/page.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";
import { previewOptions } from "./options.ts";
import { type PreviewShape, readPreview, splitPictures } from "./preview-shape.ts";
import type { Asset } from "./queries.ts";

export function Preview({ asset }: { readonly asset: Asset }) {
  const { data, error, refetch } = useQuery(previewOptions(asset.key));
  const preview = data === undefined ? undefined : readPreview(data);
  return (
    <Card title="Value" testId="preview" aside={preview?.kind === "table" && <RowCount preview={preview} />}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : preview === undefined ? (
        <Skeleton lines={4} />
      ) : preview === null ? (
        <p className="text-ink-2">Nothing is stored yet.</p>
      ) : preview.kind === "table" ? (
        <Rows preview={preview} />
      ) : (
        <Value value={preview.value} schema={asset.schema} />
      )}
    </Card>
  );
}

type TablePreview = Extract<PreviewShape, { kind: "table" }>;

const RowCount = ({ preview: { rows, total } }: { readonly preview: TablePreview }) => (
  <span className="text-xs text-ink-3">
    {total === null || total <= rows.length ? `${count(rows.length)} rows` : `first ${count(rows.length)} of ${count(total)} rows`}
  </span>
);

const isNumeric = ({ rows }: TablePreview, column: string): boolean => rows.some((row) => typeof row[column] === "number");

function Rows({ preview }: { readonly preview: TablePreview }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Rows" tabIndex={0} className="max-h-96 overflow-auto rounded-lg border border-line">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <thead className="sticky top-0 bg-sunken text-left">
          <tr>
            {preview.columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={`border-b border-line px-3 py-1.5 font-mono font-medium whitespace-nowrap ${isNumeric(preview, column) ? "text-right" : ""}`}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            <tr key={at} className="hover:bg-sunken">
              {preview.columns.map((column) => (
                <Cell key={column} value={row[column] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ value }: { readonly value: Json }) {
  const isNumber = typeof value === "number";
  return (
    <td className={`border-b border-line px-3 py-1 whitespace-nowrap tabular-nums ${isNumber ? "text-right" : ""}`}>
      {value === null ? <span className="text-ink-3">null</span> : typeof value === "object" ? JSON.stringify(value) : String(value)}
    </td>
  );
}

function Value({ value, schema }: { readonly value: Json; readonly schema: Json }) {
  const { pictures, rest } = splitPictures(value, schema);
  return (
    <div className="flex flex-col gap-4">
      {pictures.map(({ name, url }) => (
        <figure key={name}>
          {/* biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise */}
          <img src={url} alt={`${name} of the stored value`} className="max-h-[28rem] w-full rounded-lg border border-line bg-white object-contain" />
          <figcaption className="mt-1 text-xs text-ink-3">{name}</figcaption>
        </figure>
      ))}
      {(rest !== null || pictures.length === 0) && <JsonView value={rest} label="Stored value" />}
    </div>
  );
}
