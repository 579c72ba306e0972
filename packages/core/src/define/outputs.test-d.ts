/** What ready-made sources and special outputs must and must not compile to. Each wrong case says why it is one. */
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { httpResource } from "../io/http-resource.ts";
import { jsonlFile } from "../io/jsonl-file.ts";
import { textFile } from "../io/text-file.ts";
import type { StoredFile } from "../model/stored-file.ts";
import type { Table } from "../model/table.ts";
import { asset } from "./asset.ts";
import { type External, external } from "./external.ts";
import { file, files } from "./file.ts";
import { unloaded } from "./from.ts";
import { resource } from "./resource.ts";
import { source } from "./source.ts";
import { table } from "./table.ts";
import { unparsed } from "./unparsed.ts";

const Row = z.object({ id: z.string(), n: z.coerce.number() });

describe("ready-made sources", () => {
  it("give what their schemas say", () => {
    const lines = source("raw/lines", jsonlFile("x.jsonl", Row));
    const text = source("raw/text", textFile("x.txt"));
    const page = source("raw/page", httpResource("https://example.com"));
    const short = source("raw/short", httpResource("https://example.com", { format: "text", schema: z.string().max(3) }));
    const json = source("raw/json", { ...httpResource("https://example.com", { format: "json", schema: Row }), description: "A row." });
    const csv = source("raw/csv", httpResource("https://example.com", { format: "csv", schema: table(Row), headers: { accept: "text/csv" } }));
    asset("x", {
      inputs: { lines, text, page, short, json, csv },
      output: z.void(),
      run: (inputs) => {
        expectTypeOf(inputs.lines).toEqualTypeOf<Table<{ id: string; n: number }>>();
        expectTypeOf(inputs.text).toEqualTypeOf<string>();
        expectTypeOf(inputs.page).toEqualTypeOf<string>();
        expectTypeOf(inputs.short).toEqualTypeOf<string>();
        expectTypeOf(inputs.json).toEqualTypeOf<{ id: string; n: number }>();
        expectTypeOf(inputs.csv).toEqualTypeOf<Table<{ id: string; n: number }>>();
      },
    });
  });

  it("take no schema that cannot work", () => {
    // @ts-expect-error  rows are objects
    jsonlFile("x.jsonl", z.number());
    // @ts-expect-error  the schema of a CSV is a table
    httpResource("https://example.com", { format: "csv", schema: Row });
    // @ts-expect-error  JSON needs a schema
    httpResource("https://example.com", { format: "json" });
    // @ts-expect-error  a text is no number
    httpResource("https://example.com", { format: "text", schema: z.number() });
    // @ts-expect-error  there is no such format
    httpResource("https://example.com", { format: "xml", schema: z.any() });
    // @ts-expect-error  headers are texts
    httpResource("https://example.com", { headers: { limit: 3 } });
  });
});

describe("unparsed", () => {
  it("may be returned whatever the output, and leaves its type as it is", async () => {
    const outside: unknown = JSON.parse("3");
    const one = asset("x", { output: Row, run: () => unparsed(outside) });
    const many = asset("x", { output: table(Row), run: async () => (outside === 3 ? [] : unparsed(outside)) });
    expectTypeOf(await one.invoke({})).toEqualTypeOf<{ id: string; n: number }>();
    expectTypeOf(await many.invoke({})).toEqualTypeOf<Table<{ id: string; n: number }>>();
    // @ts-expect-error  what is not marked must fit
    asset("x", { output: Row, run: () => outside });
  });
});

describe("external", () => {
  it("takes a function that returns nothing, and is not loaded", async () => {
    const mart = asset("dw/mart", { output: external({ observe: async ({ signal }) => String(signal.aborted) }), run: () => {} });
    expectTypeOf(await mart.invoke({})).toEqualTypeOf<External>();
    const report = asset("report", {
      inputs: { mart: unloaded(mart) },
      output: z.void(),
      run: ({ mart }) => {
        expectTypeOf(mart).toEqualTypeOf<undefined>();
      },
    });
    void report.invoke({});
    const db = resource({ open: () => ({ query: (sql: string) => [sql] }) });
    asset("x", {
      resources: { db },
      output: external({ resources: { db }, observe: ({ resources }) => resources.db.query("select")[0] ?? "" }),
      run: (_, { resources }) => void resources.db.query("insert"),
    });
    // @ts-expect-error  a resource that was not declared
    external({ resources: { db }, observe: ({ resources }) => resources.warehouse });
    // @ts-expect-error  nothing is returned
    asset("x", { output: external(), run: () => 3 });
    // @ts-expect-error  a version is a text
    external({ observe: () => 3 });
  });
});

describe("files", () => {
  const model = asset("ml/model", { output: file({ mediaType: "model/onnx" }), run: async () => "/tmp/model.onnx" });
  const pages = asset("site/pages", { output: files(), run: () => ({ "index.html": Buffer.from("<p>"), "logo.svg": new URL("file:///logo.svg") }) });

  it("are paths, URLs, bytes or streams when they are made, and handles when they are read", () => {
    asset("x", { output: file(), run: () => [new Uint8Array()] });
    asset("x", {
      output: file(),
      run: async function* () {
        yield new Uint8Array();
      },
    });
    asset("x", { inputs: { model }, output: file(), run: ({ model }) => model });
    asset("x", { output: files(), run: () => new Map([["a", "b"]]) });
    asset("x", {
      inputs: { model, pages },
      output: z.void(),
      run: (inputs) => {
        expectTypeOf(inputs.model).toEqualTypeOf<StoredFile>();
        expectTypeOf(inputs.model.path()).toEqualTypeOf<Promise<string>>();
        expectTypeOf(inputs.model.stream()).toEqualTypeOf<AsyncIterable<Uint8Array>>();
        expectTypeOf(inputs.pages).toEqualTypeOf<ReadonlyMap<string, StoredFile>>();
      },
    });
    // @ts-expect-error  a number is no file
    asset("x", { output: file(), run: () => 3 });
    // @ts-expect-error  a stream of texts is no file
    asset("x", { output: file(), run: () => ["text"] });
    // @ts-expect-error  several files have names
    asset("x", { output: files(), run: () => ["a.png"] });
    // @ts-expect-error  a media type is a text
    file({ mediaType: 3 });
  });

  it("may be given to tests as paths or bytes", () => {
    const score = asset("x", { inputs: { model, pages }, output: z.void(), run: () => {} });
    void score.invoke({ model: "/tmp/model.onnx", pages: { a: new Uint8Array() } });
    // @ts-expect-error  a number is no file
    void score.invoke({ model: 3, pages: {} });
    expectTypeOf(model.invoke({})).toEqualTypeOf<Promise<StoredFile>>();
  });
});
