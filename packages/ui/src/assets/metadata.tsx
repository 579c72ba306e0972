/** What an author recorded about a materialization or observation. */
import type { Json } from "../graphql/graphql.ts";

export function Metadata({ metadata }: { readonly metadata: Json }) {
  if (typeof metadata !== "object" || metadata === null) return null;
  const entries = Object.entries(metadata as { readonly [name: string]: Json });
  if (entries.length === 0) return null;
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="text-ink-3">{name}</dt>
          <dd className="min-w-0 break-all">{typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
