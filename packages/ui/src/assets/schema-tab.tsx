/** What an asset promises: the columns of a table with what is stored in them, the JSON Schema of its values, and of its config. */
import { isJsonObject } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";
import { JsonView } from "../ui/json-view.tsx";
import { Card } from "../ui/page.tsx";
import { Columns } from "./columns.tsx";
import type { Asset } from "./queries.ts";

export function SchemaTab({ asset }: { readonly asset: Asset }) {
  const { columns, latest, schema, configSchema } = asset;
  const statistics = isJsonObject(latest?.metadata) ? latest.metadata.columns : undefined;
  const isUnknown = !isJsonObject(schema) || Object.keys(schema).length === 0;
  return (
    <>
      {columns && columns.length > 0 && (
        <Card title="Columns" aside={statistics !== undefined && <span className="text-xs text-ink-3">values as of the latest materialization</span>}>
          <Columns columns={columns} stored={statistics === undefined ? undefined : { statistics, rows: latest?.rows ?? null }} />
        </Card>
      )}
      <Card title="JSON Schema">
        {isUnknown ? (
          <p className="text-ink-2">
            {asset.isDefined ? "Its schema says nothing: any value will do." : "It is no longer defined, so its schema is not known."}
          </p>
        ) : (
          <Folded open={columns === null} schema={schema} label="JSON Schema of the value" />
        )}
      </Card>
      {configSchema !== null && (
        <Card title="Config">
          <JsonView value={configSchema} label="JSON Schema of the config" />
        </Card>
      )}
    </>
  );
}

const Folded = ({ open, schema, label }: { readonly open: boolean; readonly schema: Json; readonly label: string }) =>
  open ? (
    <JsonView value={schema} label={label} />
  ) : (
    <details>
      <summary className="min-h-6 text-ink-2">Show</summary>
      <div className="mt-2">
        <JsonView value={schema} label={label} />
      </div>
    </details>
  );
