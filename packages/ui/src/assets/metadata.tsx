/** What an author or a function noted: texts, numbers, links, JSON. Never markup. */
import { ExternalLink } from "lucide-react";
import { entriesOf } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";

/** The statistics of a table's columns, which are shown with its schema. */
const statisticsName = "columns";

/** In one line after another, below what it belongs to. */
export function Metadata({ metadata }: { readonly metadata: Json }) {
  const entries = entriesOf(metadata).filter(([name]) => name !== statisticsName);
  if (entries.length === 0) return null;
  return (
    <dl data-testid="metadata" className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-w-0 max-w-full gap-1.5">
          <dt className="shrink-0 text-ink-3">
            <bdi>{name}</bdi>
          </dt>
          <dd className="min-w-0">
            <MetadataValue value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function MetadataValue({ value }: { readonly value: Json }) {
  if (typeof value === "number") return <span className="tabular-nums">{value.toLocaleString("en", { maximumSignificantDigits: 15 })}</span>;
  if (typeof value !== "string") return <code className="line-clamp-3 font-mono text-xs break-all">{JSON.stringify(value)}</code>;
  if (/^https?:\/\/\S+$/.test(value)) {
    return (
      <a href={value} target="_blank" rel="noreferrer" className="inline-flex min-h-6 items-center gap-1 break-all text-accent underline">
        {value}
        <ExternalLink role="img" aria-label="opens in a new tab" size={12} className="shrink-0" />
      </a>
    );
  }
  return (
    <bdi className="line-clamp-3 break-words" title={value.length > 200 ? value : undefined}>
      {value}
    </bdi>
  );
}
