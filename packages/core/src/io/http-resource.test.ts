import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { codeVersionOf } from "../code/code-version.ts";
import { asset } from "../define/asset.ts";
import type { SourceContext } from "../define/context.ts";
import { define } from "../define/define.ts";
import { definitionOf, type SourceDefinition, type SourceVersion } from "../define/definition.ts";
import { source } from "../define/source.ts";
import { table } from "../define/table.ts";
import { createInstance } from "../instance.ts";
import type { Table } from "../model/table.ts";
import { sha256 } from "../model/version.ts";
import { httpResource } from "./http-resource.ts";
import type { FileSpec } from "./json-file.ts";
import { parseLoaded } from "./parse-loaded.ts";

let server: Server | undefined;
const requests: string[] = [];
afterEach(async () => {
  requests.length = 0;
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

/** A real server on the loopback interface. */
async function serve(listener: RequestListener): Promise<string> {
  const started = createServer((request, response) => {
    requests.push(request.method ?? "");
    listener(request, response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/data`;
}

const open = (spec: FileSpec<z.ZodType>): SourceDefinition => definitionOf(source("raw/x", spec as never)) as SourceDefinition;
const context = (signal: AbortSignal = new AbortController().signal, version = ""): SourceContext & { version: string } =>
  ({ asset: { key: "raw/x" }, root: "/", signal, version }) as SourceContext & { version: string };
const observed = async (definition: SourceDefinition): Promise<string> => ((await definition.observe(context())) as SourceVersion).version;
interface Stated {
  readonly value: unknown;
  readonly version: string;
}
const loaded = async (definition: SourceDefinition, seen = ""): Promise<Stated> => (await definition.load(context(undefined, seen))) as Stated;

describe("the version of an HTTP resource", () => {
  it("is its etag, asked for with HEAD", async () => {
    const definition = open(httpResource(await serve((_, response) => response.setHeader("etag", '"one"').setHeader("last-modified", "x").end("hello"))));
    expect(await observed(definition)).toBe('etag:"one"');
    expect(requests).toEqual(["HEAD"]);
    expect(await loaded(definition, 'etag:"one"')).toEqual({ value: "hello", version: 'etag:"one"' });
    expect(requests).toEqual(["HEAD", "GET"]);
  });

  it("is its time of last change where it has no etag", async () => {
    const at = "Wed, 21 Oct 2015 07:28:00 GMT";
    const definition = open(httpResource(await serve((_, response) => response.setHeader("last-modified", at).end("hello"))));
    expect(await observed(definition)).toBe(`last-modified:${at}`);
    expect((await loaded(definition)).version).toBe(`last-modified:${at}`);
  });

  it("is the hash of its body where it has neither", async () => {
    const definition = open(httpResource(await serve((_, response) => response.end("hello"))));
    expect(await observed(definition)).toBe(`sha256:${sha256("hello")}`);
    expect(requests).toEqual(["HEAD", "GET"]);
    expect((await loaded(definition)).version).toBe(`sha256:${sha256("hello")}`);
  });

  it("is asked for with GET where the server knows no HEAD", async () => {
    const definition = open(
      httpResource(
        await serve((request, response) => (request.method === "HEAD" ? response.writeHead(405).end() : response.setHeader("etag", '"get"').end("x"))),
      ),
    );
    expect(await observed(definition)).toBe('etag:"get"');
  });

  it("is that of what was really read, where it changed between look and load", async () => {
    let tag = '"one"';
    const definition = open(httpResource(await serve((_, response) => response.setHeader("etag", tag).end(`body of ${tag}`))));
    const seen = await observed(definition);
    tag = '"two"';
    expect(await loaded(definition, seen)).toEqual({ value: 'body of "two"', version: 'etag:"two"' });
  });

  it("stands still where HEAD and GET are answered with different etags", async () => {
    const definition = open(httpResource(await serve((request, response) => response.setHeader("etag", `"x-${request.method}"`).end("x"))));
    const seen = await observed(definition);
    expect(await loaded(definition, seen)).toEqual({ value: "x", version: seen });
  });

  it("comes with the URL, which causes name", async () => {
    let tag = '"one"';
    const url = await serve((_, response) => response.setHeader("etag", tag).end(tag));
    const raw = source("raw/x", httpResource(url));
    const length = asset("length", { inputs: { raw }, output: z.number(), run: ({ raw }) => raw.length });
    const instance = await createInstance(define({ include: [raw, length] }));
    expect((await instance.materialize()).status).toBe("SUCCEEDED");
    expect(await instance.value("length")).toBe(5);
    expect((await instance.materialize()).steps).toEqual([]);
    tag = '"three"';
    await instance.observe();
    expect((await instance.why("length")).causes).toMatchObject([{ code: "INPUT_CHANGED", message: `raw/x (${url}) changed` }]);
  });
});

describe("what an HTTP resource holds", () => {
  const parsed = async (spec: FileSpec<z.ZodType>): Promise<unknown> => {
    const definition = open(spec);
    return parseLoaded(definition, (await loaded(definition)).value);
  };

  it("is text, with the headers that were given", async () => {
    const url = await serve((request, response) => response.end(`\ufeffhello ${request.headers["x-name"]} ü`));
    expect(await parsed(httpResource(url, { headers: { "x-name": "you" } }))).toBe("hello you ü");
    expect(await parsed(httpResource(new URL(url), { format: "text", schema: z.string().min(3) }))).toBe("hello undefined ü");
  });

  it("is JSON by a schema, also where it looks like a value with its version", async () => {
    const url = await serve((_, response) => response.end('{"value":1,"version":"2"}'));
    expect(await parsed(httpResource(url, { format: "json", schema: z.object({ value: z.number(), version: z.string() }) }))).toEqual({
      value: 1,
      version: "2",
    });
  });

  it("is the rows of a CSV", async () => {
    const url = await serve((_, response) => response.end("n,at\n1,2015-07-31\n2,2015-08-01\n"));
    const rows = (await parsed(httpResource(url, { format: "csv", schema: table(z.object({ n: z.coerce.number() })) }))) as Table<object>;
    expect(await rows.rows()).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("is an error with the URL where it is broken", async () => {
    const url = await serve((_, response) => response.end("n\nx\n"));
    const details = { asset: "raw/x", path: url };
    await expect(parsed(httpResource(url, { format: "json", schema: z.any() }))).rejects.toMatchObject({ code: "JSON_BROKEN", details });
    await expect(parsed(httpResource(url, { format: "csv", schema: table(z.object({ n: z.coerce.number() })) }))).rejects.toMatchObject({
      code: "CSV_BROKEN",
      details: { ...details, line: 2, column: '"n"' },
    });
  });
});

describe("an HTTP resource that cannot be read", () => {
  it("answers with a status", async () => {
    const url = await serve((_, response) => response.writeHead(404).end("nothing here"));
    const definition = open(httpResource(url));
    const error = { code: "HTTP_STATUS", message: `GET ${url} (source "raw/x") answered with status 404 Not Found.` };
    await expect(definition.observe(context())).rejects.toMatchObject(error);
    await expect(loaded(definition)).rejects.toMatchObject(error);
  });

  it("does not listen", async () => {
    const url = await serve((_, response) => response.end());
    await new Promise((resolve) => server?.close(resolve));
    await expect(open(httpResource(url)).observe(context())).rejects.toMatchObject({
      code: "HTTP_UNREACHABLE",
      message: `${url} (source "raw/x") cannot be read: nothing listens there.`,
    });
  });

  it("breaks off", async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { "content-length": "100" });
      if (request.method === "HEAD") response.end();
      else response.write("half", () => response.destroy());
    });
    await expect(loaded(open(httpResource(url)))).rejects.toMatchObject({
      code: "HTTP_UNREACHABLE",
      details: { problem: "the connection was closed before the end" },
    });
  });

  it("hangs: the signal ends it", async () => {
    const definition = open(httpResource(await serve(() => undefined)));
    await expect(definition.observe(context(AbortSignal.timeout(50)))).rejects.toMatchObject({ name: "TimeoutError" });
    const cancelled = new AbortController();
    const loading = definition.load(context(cancelled.signal));
    cancelled.abort(new Error("cancelled"));
    await expect(loading).rejects.toThrow("cancelled");
  });
});

describe("a wrong use of httpResource is a problem that `define` tells", () => {
  const url = "https://example.com/x";
  it.each([
    ["a path", "data/x.csv", {}, 'httpResource was given "data/x.csv"; it takes an http or https URL'],
    ["another protocol", "ftp://example.com/x", {}, 'httpResource was given "ftp://example.com/x"; it takes an http or https URL'],
    ["no URL", undefined, {}, "httpResource was given nothing (undefined); it takes an http or https URL"],
    ["a password", "https://me:secret@example.com/x", {}, "the URL of httpResource holds a user name or a password; send them as a header"],
    ["an unknown format", url, { format: "xml", schema: z.any() }, 'the format of httpResource is "xml"; it is "text", "json" or "csv"'],
    ["a CSV that is no table", url, { format: "csv", schema: z.array(z.any()) }, "the schema of a CSV is table(Row)"],
    ["JSON without a schema", url, { format: "json" }, "`schema`: expected a Zod schema, found nothing (undefined)"],
    ["a header that cannot be sent", url, { headers: { "a b": "c" } }, "the headers of httpResource cannot be sent"],
  ])("%s", (_, given, options, problem) => {
    const make = httpResource as (url: unknown, options: unknown) => FileSpec<z.ZodType>;
    expect(() => define({ include: [source("raw/x", make(given, options) as never)] })).toThrow(`Asset "raw/x": ${problem}`);
  });
});

it("the identity holds the URL, the format and what was negotiated, but no token", () => {
  const version = (url: string, headers: Record<string, string>) => codeVersionOf(open(httpResource(url, { headers }))).codeVersion;
  const definition = open(httpResource("https://example.com/x", { headers: { Accept: "text/csv", Authorization: "Bearer one" } }));
  expect(definition.connector).toEqual({
    kind: "httpResource",
    url: "https://example.com/x",
    format: "text",
    headers: { accept: "text/csv", authorization: null },
    version: 1,
  });
  expect(version("https://example.com/x", { authorization: "one" })).toBe(version("https://example.com/x", { authorization: "two" }));
  expect(version("https://example.com/x", { accept: "text/csv" })).not.toBe(version("https://example.com/x", { accept: "text/plain" }));
  expect(version("https://example.com/x", {})).not.toBe(version("https://example.com/y", {}));
});
