/** What is declared of an asset: who, where, which columns, which config. */
import type { Json } from "../graphql/graphql.ts";
import { Copyable } from "../ui/copyable.tsx";
import { JsonView } from "../ui/json-view.tsx";
import { Card, Facts } from "../ui/page.tsx";
import type { Asset } from "./queries.ts";

export function AssetFacts({ asset }: { readonly asset: Asset }) {
  const tags = Object.entries((asset.tags ?? {}) as { readonly [name: string]: Json });
  return (
    <Card title="Declaration">
      <Facts
        facts={[
          ["Group", asset.group],
          ["Code version", <Copyable key="code" text={asset.codeVersion} what="code version" className="-ml-1" />],
          ...(asset.declaredAt
            ? ([
                [
                  "Declared at",
                  <code key="at" className="font-mono text-xs break-all">
                    {asset.declaredAt}
                  </code>,
                ],
              ] as const)
            : []),
          ...(asset.kinds.length > 0 ? ([["Kinds", asset.kinds.join(", ")]] as const) : []),
          ...(asset.owners.length > 0 ? ([["Owners", asset.owners.join(", ")]] as const) : []),
          ...tags.map(([name, value]) => [name, String(value)] as const),
        ]}
      />
    </Card>
  );
}

export function Columns({ columns }: { readonly columns: Asset["columns"] }) {
  if (columns === null || columns.length === 0) return null;
  return (
    <Card title="Columns" testId="columns">
      <dl className="flex flex-col gap-2">
        {columns.map((column) => (
          <div key={column.name} className="grid grid-cols-[1fr_auto] items-baseline gap-x-3">
            <dt className="min-w-0 font-mono text-xs break-words">{column.name}</dt>
            <dd className="text-xs text-ink-3">
              {column.type}
              {column.nullable && ", may be null"}
            </dd>
            {column.description && <dd className="col-span-2 text-xs text-ink-2">{column.description}</dd>}
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function ConfigSchema({ schema }: { readonly schema: Json }) {
  if (schema === null) return null;
  return (
    <Card title="Config">
      <JsonView value={schema} label="JSON Schema of the config" />
    </Card>
  );
}
