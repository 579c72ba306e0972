/** `file()` and `files()`: schemas of outputs that are files. They are stored as they are; consumers get paths or streams. */
import { z } from "zod";
import { type FileContent, isStoredFile, type StoredFile } from "../model/stored-file.ts";

export interface FileOptions {
  /** Such as `image/png`. Found by the ending of the name otherwise. */
  readonly mediaType?: string;
}

/** What a schema of files was made of. */
export interface FileDefinition {
  /** Many, by name. */
  readonly many: boolean;
  readonly options: FileOptions;
}

export interface FileSchema extends z.ZodType<StoredFile, FileContent> {}
/** Files by name, in the order in which they were given. */
export interface FilesSchema extends z.ZodType<ReadonlyMap<string, StoredFile>, Readonly<Record<string, FileContent>> | ReadonlyMap<string, FileContent>> {}

interface FileDef extends z.core.$ZodTypeDef {
  readonly type: "custom";
  readonly headwaterFile: FileDefinition;
}
interface FileInternals extends z.core.$ZodTypeInternals<unknown, unknown> {
  def: FileDef;
}

const FileType = z.core.$constructor<{ _zod: FileInternals } & z.ZodType, FileDef>("HeadwaterFile", (schema, def) => {
  z.ZodType.init(schema, def);
  const { many, options } = def.headwaterFile;
  // Only whether it can be one: bytes are read when they are stored, and only once.
  schema._zod.parse = (payload) => {
    if (many ? !isFiles(payload.value) : !isFileContent(payload.value))
      payload.issues.push({ code: "custom", input: payload.value, inst: schema, message: expectedOf(many) });
    return payload;
  };
  schema._zod.processJSONSchema = (_context, json) => {
    const one = { type: "string", format: "binary", ...(options.mediaType === undefined ? {} : { contentMediaType: options.mediaType }) } as const;
    Object.assign(json, many ? { type: "object", additionalProperties: one } : one);
  };
});

const expectedOf = (many: boolean): string =>
  many
    ? "expected files by name: a record or Map of paths, file: URLs, bytes or streams"
    : "expected a file: its path, a file: URL, bytes or a stream of bytes";

/** Whether a value can be a file. */
export const isFileContent = (value: unknown): value is FileContent =>
  (typeof value === "string" && value !== "") ||
  (typeof value === "object" && value !== null && (value instanceof URL || isStoredFile(value) || Symbol.iterator in value || Symbol.asyncIterator in value));

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));

const isFiles = (value: unknown): boolean => value instanceof Map || (isPlain(value) && !isStoredFile(value));

/**
 * The output of an asset that is a file: `run` returns its path, bytes or a stream; consumers get a {@link StoredFile}.
 * Its data version is the hash of the bytes.
 *
 * @example
 * const model = asset("ml/model", { inputs: { train }, output: file(), run: async ({ train }) => fit(await train.rows(), "/tmp/model.onnx") });
 * const score = asset("ml/score", { inputs: { model }, output: z.number(), run: async ({ model }) => evaluate(await model.path()) });
 */
export const file = (options: FileOptions = {}): FileSchema =>
  new FileType({ type: "custom", headwaterFile: { many: false, options } }) as unknown as FileSchema;

/**
 * The output of an asset that is any number of files, by name.
 *
 * @example
 * asset("site/pages", { output: files(), run: () => ({ "index.html": Buffer.from("<h1>Hello</h1>"), "logo.svg": "assets/logo.svg" }) });
 */
export const files = (options: FileOptions = {}): FilesSchema =>
  new FileType({ type: "custom", headwaterFile: { many: true, options } }) as unknown as FilesSchema;

/** What a schema made by {@link file} or {@link files} was made of; `undefined` for any other schema. */
export const fileDefinitionOf = (schema: z.ZodType): FileDefinition | undefined => (schema._zod?.def as Partial<FileDef> | undefined)?.headwaterFile;
