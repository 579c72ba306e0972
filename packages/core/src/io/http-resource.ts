/** `httpResource(url, options)`: a ready spec of a source that is read over HTTP. */
import { z } from "zod";
import type { SourceContext } from "../define/context.ts";
import { rowColumns } from "../define/row-columns.ts";
import { isSchema } from "../define/schema-def.ts";
import { type TableDefinition, type TableSchema, tableDefinitionOf } from "../define/table.ts";
import { describeValue } from "../model/describe-value.ts";
import { tableOf } from "../model/table.ts";
import { csvRows } from "./csv-rows.ts";
import { decodeText } from "./decode-text.ts";
import { bodyOf, type HttpLook, httpVersion, versionOfBody } from "./http-look.ts";
import type { FileSpec } from "./json-file.ts";
import { parseJson } from "./parse-json.ts";

interface HttpOptions {
  /** Sent with every request. Those that begin with `accept` count in the code version with their values, others by name: a renewed token changes nothing. */
  readonly headers?: { readonly [name: string]: string };
}

/**
 * What a URL gives, as text, JSON or CSV with a header line. The version is the server's etag, else its time of last
 * change, else a hash of the body; it is asked for with HEAD where the server knows that. Throws `HTTP_STATUS`,
 * `HTTP_UNREACHABLE`, `TEXT_NOT_UTF8`, `JSON_BROKEN`, `CSV_BROKEN`; a value that does not fit is a `SchemaError`.
 *
 * @example
 * const Rate = z.object({ currency: z.string(), rate: z.coerce.number() });
 * export const rates = source("raw/rates", httpResource("https://example.com/rates.csv", { format: "csv", schema: table(Rate) }));
 */
export function httpResource(url: string | URL, options?: HttpOptions & { readonly format?: "text"; readonly schema?: undefined }): FileSpec<z.ZodString>;
export function httpResource<S extends z.ZodType>(url: string | URL, options: HttpOptions & { readonly format: "json"; readonly schema: S }): FileSpec<S>;
export function httpResource<S extends z.ZodType<string, string>>(
  url: string | URL,
  options: HttpOptions & { readonly format: "text"; readonly schema: S },
): FileSpec<S>;
export function httpResource<Out, In>(
  url: string | URL,
  options: HttpOptions & { readonly format: "csv"; readonly schema: TableSchema<Out, In> },
): FileSpec<TableSchema<Out, In>>;
export function httpResource(url: string | URL, options: HttpOptions & { readonly format?: Format; readonly schema?: z.ZodType | undefined } = {}): unknown {
  const { format = "text", headers = {} } = options;
  const schema = options.schema ?? (format === "text" ? z.string() : options.schema);
  const look = (context: SourceContext): HttpLook => ({ asset: context.asset.key, url: String(url), headers, signal: context.signal });
  return {
    schema,
    problem: problemOf(url, format, headers, schema),
    connector: { kind: "httpResource", url: String(url), format: String(format), headers: identityOf(headers), version: 1 },
    observe: async (context: SourceContext) => ({ version: await httpVersion(look(context)), metadata: { url: String(url) } }),
    load: async (context: SourceContext & { readonly version: string }) => {
      const content = await bodyOf(look(context));
      return { value: parsedBody(content, schema as z.ZodType, format, look(context)), version: await versionOfBody(look(context), content, context.version) };
    },
  } satisfies { readonly [name in keyof FileSpec<z.ZodType>]: unknown };
}

type Format = "text" | "json" | "csv";
const formats: readonly unknown[] = ["text", "json", "csv"] satisfies readonly Format[];

function parsedBody({ body }: { readonly body: Uint8Array }, schema: z.ZodType, format: Format, { asset, url }: HttpLook): unknown {
  const origin = { asset, path: url };
  if (format === "text") return decodeText(origin, body);
  if (format === "json") return parseJson(origin, body);
  const { row } = tableDefinitionOf(schema) as TableDefinition;
  return tableOf(rowColumns(row) ?? [], () => csvRows(origin, once(body), row, {}), row);
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}

const identityOf = (headers: HttpOptions["headers"]): { readonly [name: string]: string | null } =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), name.toLowerCase().startsWith("accept") ? value : null]));

/** What is wrong with how it was called, for `define`. */
function problemOf(url: unknown, format: unknown, headers: NonNullable<HttpOptions["headers"]>, schema: z.ZodType | undefined): string | undefined {
  const parsed = URL.parse(String(url));
  if (parsed === null || !["http:", "https:"].includes(parsed.protocol)) return `httpResource was given ${describeValue(url)}; it takes an http or https URL`;
  if (parsed.username !== "" || parsed.password !== "") return "the URL of httpResource holds a user name or a password; send them as a header";
  if (!formats.includes(format)) return `the format of httpResource is ${describeValue(format)}; it is "text", "json" or "csv"`;
  if (format === "csv" && isSchema(schema) && tableDefinitionOf(schema) === undefined) return "the schema of a CSV is table(Row)";
  try {
    new Headers(headers);
    return undefined;
  } catch (error) {
    return `the headers of httpResource cannot be sent: ${(error as Error).message}`;
  }
}
