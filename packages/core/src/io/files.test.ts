import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { asset } from "../define/asset.ts";
import type { RunContext } from "../define/context.ts";
import { define } from "../define/define.ts";
import { type AssetDefinition, definitionOf } from "../define/definition.ts";
import { type FileOptions, file, files } from "../define/file.ts";
import { from } from "../define/from.ts";
import { source } from "../define/source.ts";
import { table } from "../define/table.ts";
import { unparsed } from "../define/unparsed.ts";
import { createInstance } from "../instance.ts";
import { materialize } from "../materialize.ts";
import type { StoredFile } from "../model/stored-file.ts";
import { sha256 } from "../model/version.ts";
import { addressesOf } from "./file-format.ts";
import { createFileValueStore } from "./file-value-store.ts";
import { loadStored } from "./load-stored.ts";
import { createMemoryValueStore } from "./memory-value-store.ts";
import { previewStored } from "./preview-stored.ts";
import { storeOutput } from "./store-output.ts";
import type { ValueStore } from "./value-store.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-files-"));
});
afterEach(() => rm(root, { recursive: true }));

async function bytesOf(stored: StoredFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stored.stream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const definitionFor = (output: z.ZodType, spec = {}): AssetDefinition =>
  definitionOf(asset("test/asset", { output, run: () => undefined, ...spec } as never)) as AssetDefinition;

async function* halves(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text.slice(0, 2));
  yield Buffer.from(text.slice(2));
}

const stores: readonly (readonly [string, () => ValueStore])[] = [
  ["a file store", () => createFileValueStore(join(root, "values"))],
  ["a memory store", createMemoryValueStore],
];

describe.each(stores)("files in %s", (_, open) => {
  const setUp = (output: z.ZodType = file(), spec = {}) => {
    const values = open();
    const store = async (returned: unknown) => {
      const { stored, dataVersion } = await storeOutput(values, definitionFor(output, spec), returned, { root } as RunContext);
      if (stored === null) throw new Error("nothing was stored");
      return { stored, dataVersion };
    };
    const load = async (returned: unknown) => loadStored(values, (await store(returned)).stored);
    return {
      values,
      store,
      one: async (returned: unknown) => (await load(returned)) as StoredFile,
      many: async (returned: unknown) => (await load(returned)) as Map<string, StoredFile>,
    };
  };

  it.each<[string, () => unknown, string | null]>([
    ["a path", () => join(root, "x.csv"), "x.csv"],
    ["a relative path", () => "x.csv", "x.csv"],
    ["a URL", () => pathToFileURL(join(root, "x.csv")), "x.csv"],
    ["bytes", () => Buffer.from("hello"), null],
    ["a stream", () => halves("hello"), null],
    ["an iterable", () => [Buffer.from("he"), Buffer.from("llo")], null],
    ["a Node stream", () => Readable.from([Buffer.from("hello")]), null],
    ["a web stream", () => new Blob(["hello"]).stream(), null],
    ["unparsed", () => unparsed("x.csv"), "x.csv"],
  ])("are taken as %s, and read as a stream and by a path", async (_, content, name) => {
    await writeFile(join(root, "x.csv"), "hello");
    const { store, one } = setUp();
    expect((await store(content())).dataVersion).toBe(sha256("hello"));
    const stored = await one(content());
    expect({ ...stored, path: undefined, stream: undefined }).toEqual({
      name,
      size: 5,
      mediaType: name === null ? null : "text/csv",
      path: undefined,
      stream: undefined,
    });
    expect([await bytesOf(stored), await bytesOf(stored)]).toEqual(["hello", "hello"]);
    const path = await stored.path();
    expect(await readFile(path, "utf8")).toBe("hello");
    expect((await stat(path)).mode & 0o222).toBe(0);
    expect(await stored.path()).toBe(path);
  });

  it("survive the removal and the change of what they were made from", async () => {
    await writeFile(join(root, "x"), "hello");
    const stored = await setUp().one("x");
    await rm(join(root, "x"));
    expect(await bytesOf(stored)).toBe("hello");
  });

  it("may be empty, and given on as they are", async () => {
    const { one } = setUp(file({ mediaType: "model/onnx" }));
    const stored = await one(new Uint8Array());
    expect(stored).toMatchObject({ size: 0, name: null, mediaType: "model/onnx" });
    expect(await readFile(await stored.path(), "utf8")).toBe("");
    await writeFile(join(root, "m.onnx"), "hello");
    expect(await one(await one("m.onnx"))).toMatchObject({ size: 5, name: "m.onnx" });
  });

  it("may be many, by name: the version is that of names and contents, in any order", async () => {
    await writeFile(join(root, "x.png"), "picture");
    const { store, many, values } = setUp(files());
    const given = { "a/b.html": Buffer.from("<p>"), "logo.png": "x.png", __proto: [Buffer.from("same")] };
    const stored = await many(given);
    expect([...stored].map(([name, { size, mediaType }]) => [name, size, mediaType])).toEqual([
      ["a/b.html", 3, "text/html"],
      ["logo.png", 7, "image/png"],
      ["__proto", 4, null],
    ]);
    const version = async (returned: unknown) => (await store(returned)).dataVersion;
    const small = { a: Buffer.from("1"), b: Buffer.from("2") };
    expect(await version(small)).toBe(
      await version(
        new Map([
          ["b", Buffer.from("2")],
          ["a", Buffer.from("1")],
        ]),
      ),
    );
    expect(await version(small)).not.toBe(await version({ a: Buffer.from("2"), b: Buffer.from("1") }));
    expect(await version(small)).not.toBe(await version({ a: Buffer.from("1"), c: Buffer.from("2") }));
    expect((await many({})).size).toBe(0);
    const made = await store(small);
    expect(made.stored).toMatchObject({ format: "files", bytes: 2, rows: null });
    expect(await addressesOf(values, made.stored)).toEqual([made.stored.address, sha256("1"), sha256("2")]);
  });

  it("are previewed by name, size and media type, without their bytes", async () => {
    const { store, values } = setUp(files({ mediaType: "text/x" }));
    const { stored } = await store({ a: Buffer.from("1"), b: Buffer.from("22") });
    expect(await previewStored(values, stored, 1)).toEqual({ kind: "files", files: [{ name: "a", size: 1, mediaType: "text/x" }], total: 2 });
    const single = setUp();
    await writeFile(join(root, "x.png"), "picture");
    const picture = { kind: "files", files: [{ name: "x.png", size: 7, mediaType: "image/png" }], total: 1 };
    expect(await previewStored(single.values, (await single.store("x.png")).stored, 5)).toEqual(picture);
  });

  it("may have a data version of the author's", async () => {
    const { store } = setUp(file(), { dataVersion: (given: StoredFile) => `${given.size} bytes` });
    expect((await store(Buffer.from("hello"))).dataVersion).toBe("5 bytes");
  });

  it("whose stored bytes are gone are an error that names the asset", async () => {
    let current = open();
    const values: ValueStore = { ...current, read: (address) => current.read(address), path: (address) => current.path(address) };
    const { stored } = await storeOutput(values, definitionFor(file()), Buffer.from("hello"), { root } as RunContext);
    const handle = (await loadStored(values, stored as never, "test/asset")) as StoredFile;
    current = createMemoryValueStore();
    const error = { code: "VALUE_MISSING", details: { asset: "test/asset", address: sha256("hello") } };
    await expect(handle.path()).rejects.toMatchObject(error);
    await expect(bytesOf(handle)).rejects.toMatchObject(error);
  });
});

it("the path of a stored file that was changed by hand is not given out", async () => {
  const values = createFileValueStore(join(root, "values"));
  const { stored } = await storeOutput(values, definitionFor(file()), Buffer.from("hello"), { root } as RunContext);
  const handle = (await loadStored(values, stored as never, "test/asset")) as StoredFile;
  const path = await handle.path();
  await rm(path);
  await writeFile(path, "hellO");
  await expect(handle.path()).rejects.toMatchObject({ code: "VALUE_CORRUPT", details: { asset: "test/asset" } });
  await rm(path);
  await expect(handle.path()).rejects.toMatchObject({ code: "VALUE_MISSING", details: { asset: "test/asset" } });
});

it("a large file is streamed into the store, never whole in memory", async () => {
  const chunk = Buffer.alloc(1024 * 1024, 7);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  async function* large(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 200; at++) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      yield chunk;
    }
  }
  const values = createFileValueStore(join(root, "values"));
  const { stored } = await storeOutput(values, definitionFor(file()), large(), { root } as RunContext);
  expect(stored?.bytes).toBe(200 * 1024 * 1024);
  expect(most).toBeLessThan(50 * 1024 * 1024);
});

describe("a file that cannot be stored fails the step", () => {
  const failing = async (output: z.ZodType, returned: unknown) => {
    const made = asset("test/asset", { output, run: () => returned } as never);
    const { steps } = await (await createInstance(define({ include: [made] }), { root })).materialize();
    return steps[0]?.error?.message;
  };
  it.each<[string, () => z.ZodType, () => unknown, string]>([
    ["does not exist", file, () => "gone.csv", 'The output of "test/asset" is the file "gone.csv", which cannot be read: it does not exist.'],
    ["is a directory", file, () => "dir", "it is a directory (files() takes several files by name)"],
    ["is a web address", file, () => new URL("https://example.com/x"), "it is no file: URL of this machine"],
    ["is nothing", file, () => undefined, "expected a file: its path, a file: URL, bytes or a stream of bytes"],
    ["is an empty path", file, () => "", "expected a file"],
    ["is a stream of texts", file, () => Readable.from(["text"], { encoding: "utf8" }), 'a stream of a file yields bytes (Uint8Array), found "text"'],
    ["is several", file, () => ({ a: Buffer.from("1") }), "expected a file"],
    ["is one where several are due", files, () => "x.csv", "expected files by name: a record or Map"],
    ["is bytes where several are due", files, () => Buffer.from("1"), "expected files by name"],
    ["has an empty name", files, () => ({ "": Buffer.from("1") }), 'the name of a file is ""'],
    [
      "is a number among several",
      files,
      () => ({ a: 3 }),
      "does not fit its schema at a: expected a path, a file: URL, bytes or a stream of bytes, found number 3",
    ],
    [
      "throws while it is read",
      file,
      () =>
        Readable.from(
          new ReadableStream({
            pull: () => {
              throw new Error("broken pipe");
            },
          }),
        ),
      "broken pipe",
    ],
  ])("it %s", async (_, output, returned, message) => {
    await mkdir(join(root, "dir"));
    expect(await failing(output(), returned())).toContain(message);
  });
});

describe("files between assets", () => {
  const text = async (content: StoredFile) => readFile(await content.path(), "utf8");
  const model = asset("ml/model", {
    output: file(),
    run: async (_, { root: directory }) => {
      await writeFile(join(directory, "model.txt"), "weights");
      return "model.txt";
    },
  });
  const pages = asset("site/pages", { output: files(), run: () => ({ a: Buffer.from("1"), b: Buffer.from("22") }) });
  const score = asset("ml/score", {
    inputs: { model, pages },
    output: z.string(),
    run: async ({ model, pages }) => `${model.name} ${await text(model)} ${await bytesOf(pages.get("b") as StoredFile)}`,
  });

  it("are handed on as handles; the same bytes again leave what lies below as it is", async () => {
    const instance = await createInstance(define({ include: [model, pages, score] }), { root });
    expect((await instance.materialize()).status).toBe("SUCCEEDED");
    expect(await instance.value("ml/score")).toBe("model.txt weights 22");
    await instance.materialize("ml/model, site/pages", { mode: "ALL" });
    expect((await instance.why("ml/score")).status).toBe("FRESH");
  });

  it("work in `materialize`, and in `invoke` as paths and bytes", async () => {
    const result = await materialize([model, pages, score], { root });
    expect(result.value(model).name).toBe("model.txt");
    expect(await score.invoke({ model: Buffer.from("given"), pages: { b: join(root, "model.txt") } })).toBe("null given weights");
    expect(await bytesOf((await pages.invoke({})).get("a") as StoredFile)).toBe("1");
    await expect(score.invoke({ model: 3 as never, pages: {} })).rejects.toMatchObject({ name: "SchemaError", side: 'input "model"' });
    await expect(score.invoke({ model: Buffer.from("x"), pages: { b: 3 as never } })).rejects.toMatchObject({
      name: "SchemaError",
      side: 'input "pages"',
      path: "b",
    });
  });
});

describe("a wrong use of file() and files() is a problem that `define` tells", () => {
  const run = (): never => undefined as never;
  const load = { observe: () => "1", load: run };
  const made = asset("made", { output: file(), run: () => Buffer.from("") });
  it.each<[string, () => unknown, string]>([
    [
      "it lies within another schema",
      () => asset("x", { output: z.object({ a: file() }), run }),
      "a file lies within another schema; it can only be the whole output",
    ],
    ["it lies in a list", () => asset("x", { output: z.array(file()), run }), "a file lies within another schema"],
    ["it is a column", () => asset("x", { output: table(z.object({ a: file() })), run }), "a file lies within the rows of a table"],
    ["it has checks", () => asset("x", { output: file().refine(() => true), run }), "the schema of a file cannot have checks of its own"],
    ["it is the schema of a source", () => source("x", { schema: files(), ...load }), "a file can only be the output of an asset"],
    [
      "it is a view",
      () => asset("x", { inputs: { a: from(made, { schema: file() as never }) }, output: z.void(), run }),
      "a file can only be the output of an asset",
    ],
    ["it is a config", () => asset("x", { config: file(), output: z.void(), run }), "a file cannot be a config"],
    [
      "its media type is none",
      () => asset("x", { output: files({ mediaType: "png" }), run }),
      'the media type of files() is "png"; it is a text such as "image/png"',
    ],
    ["an option is unknown", () => asset("x", { output: file({ type: "x" } as FileOptions), run }), 'file() was given "type"; it takes { mediaType }'],
    ["it is given something else", () => asset("x", { output: file("image/png" as FileOptions), run }), 'file() was given "image/png"; it takes { mediaType }'],
  ])("%s", (_, make, problem) => {
    expect(() => define({ include: [made, make() as never] })).toThrow(problem);
  });
});
