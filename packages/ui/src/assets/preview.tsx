/** What is stored of an asset: the first rows of a table, pictures, or the value as JSON. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { count } from "../format/format.ts";
import type { Json } from "../graphql/graphql.ts";
import { JsonView } from "../ui/json-view.tsx";
import { Card } from "../ui/page.tsx";
import { ErrorState, Skeleton } from "../ui/states.tsx";
import { previewOptions } from "./options.ts";
import { type PreviewShape, readPreview, splitPictures } from "./preview-shape.ts";
import type { Asset } from "./queries.ts";

export function Preview({ asset }: { readonly asset: Asset }) {
  return <StoredValue title="Stored value" schema={asset.schema} query={useQuery(previewOptions(asset.key))} />;
}

interface StoredValueProps {
  readonly title: string;
  readonly schema: Json;
  readonly query: Pick<UseQueryResult<Json, Error>, "data" | "error" | "refetch">;
}

/** A stored value in each of its states. */
export function StoredValue({ title, schema, query: { data, error, refetch } }: StoredValueProps) {
  const preview = data === undefined ? undefined : readPreview(data);
  return (
    <Card title={title} testId="preview" aside={preview?.kind === "table" && <RowCount preview={preview} />}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : preview === undefined ? (
        <Skeleton lines={4} />
      ) : preview === null ? (
        <p className="text-ink-2">Nothing is stored.</p>
      ) : preview.kind === "table" ? (
        <Rows preview={preview} />
      ) : (
        <Value value={preview.value} schema={schema} />
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

/** A cell shows so much of a text. */
const shownCharacters = 200;

const isNumeric = ({ rows }: TablePreview, column: string): boolean => rows.some((row) => typeof row[column] === "number");

function Rows({ preview }: { readonly preview: TablePreview }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Rows" tabIndex={0} className="max-h-[calc(100dvh-20rem)] min-h-60 overflow-auto rounded-lg border border-line">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <thead className="sticky top-0 bg-sunken text-left">
          <tr>
            {preview.columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={`border-b border-line px-3 py-1.5 font-mono font-medium whitespace-nowrap ${isNumeric(preview, column) ? "text-right" : ""}`}
              >
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.length === 0 && (
            <tr>
              <td colSpan={Math.max(1, preview.columns.length)} className="px-3 py-3 text-ink-2">
                The table has no rows.
              </td>
            </tr>
          )}
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

/** Numbers to the right, what is not text in its own colour, long values cut: the whole is in the hint. */
function Cell({ value }: { readonly value: Json }) {
  const text = value === null ? "null" : typeof value === "object" ? JSON.stringify(value) : String(value);
  return (
    <td className={`border-b border-line px-3 py-1 ${typeof value === "number" ? "text-right tabular-nums" : ""}`}>
      <bdi
        className={`block max-w-96 truncate whitespace-pre ${typeof value === "number" ? "" : "text-left"} ${value === null ? "text-ink-3" : typeof value === "object" ? "font-mono" : typeof value === "boolean" ? "text-accent" : ""}`}
        title={text.length > 40 ? text.slice(0, 2_000) : undefined}
      >
        {text.slice(0, shownCharacters)}
        {text.length > shownCharacters && "…"}
      </bdi>
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
          <img src={url} alt={`${name} of the stored value`} className="max-h-96 w-full rounded-lg border border-line bg-white object-contain" />
          <figcaption className="mt-1 text-xs text-ink-3">{name}</figcaption>
        </figure>
      ))}
      {(rest !== null || pictures.length === 0) && <JsonView value={rest} label="The value as JSON" />}
    </div>
  );
}
