/** The door for authors: what declares assets. */

export { asset, type RunnableAsset } from "./define/asset.ts";
export type { Log, Previous } from "./define/context.ts";
export { type DefineSpec, define, type Includable } from "./define/define.ts";
export type { Definitions } from "./define/definition.ts";
export { type External, type ExternalContext, type ExternalSpec, external } from "./define/external.ts";
export { retryAfter, terminal } from "./define/failure.ts";
export { type FileOptions, type FileSchema, type FilesSchema, file, files } from "./define/file.ts";
export { from, unloaded } from "./define/from.ts";
export type { Asset, Edge, EdgeOptions, Given, Inputs, InputValues, Nothing, UnloadedEdge } from "./define/handle.ts";
export { type Resource, type ResourceSpec, type Resources, type ResourceValues, resource, type Secret, secret } from "./define/resource.ts";
export { source } from "./define/source.ts";
export type { AssetSpec, Context, Loaded, LookContext, SourceSpec } from "./define/spec.ts";
export { type TableOptions, type TableSchema, table } from "./define/table.ts";
export { type Unparsed, unparsed } from "./define/unparsed.ts";
export { createInstance, type Instance, type InstanceOptions, type MaterializeOptions, type PlanOptions, type RunResult } from "./instance.ts";
export { csvFile } from "./io/csv-file.ts";
export type { CsvOptions } from "./io/csv-rows.ts";
export { httpResource } from "./io/http-resource.ts";
export { type FileSpec, jsonFile } from "./io/json-file.ts";
export { jsonlFile } from "./io/jsonl-file.ts";
export { textFile } from "./io/text-file.ts";
export { type MaterializeTestOptions, materialize, type TestRun } from "./materialize.ts";
export { DefinitionError, type ErrorCode, HeadwaterError, type Problem } from "./model/errors.ts";
export type { Json } from "./model/json.ts";
export { SchemaError } from "./model/schema-error.ts";
export type { FileContent, StoredFile } from "./model/stored-file.ts";
export type { Rows, Table } from "./model/table.ts";
