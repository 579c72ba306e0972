import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SourceContext } from "../define/context.ts";
import { define } from "../define/define.ts";
import { definitionOf, type SourceDefinition, type SourceVersion } from "../define/definition.ts";
import { source } from "../define/source.ts";
import type { Table } from "../model/table.ts";
import { sha256 } from "../model/version.ts";
import { csvFile } from "./csv-file.ts";
import { jsonFile } from "./json-file.ts";
import { jsonlFile } from "./jsonl-file.ts";
import { parseLoaded } from "./parse-loaded.ts";
import { textFile } from "./text-file.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-text-"));
});
afterEach(() => rm(root, { recursive: true }));

const context = (): SourceContext & { version: string } => ({ asset: { key: "raw/x" }, root, version: "" }) as SourceContext & { version: string };
const Row = z.object({ n: z.number(), tags: z.array(z.string()).default([]) });
const jsonl = (row: z.ZodType<object> = Row): SourceDefinition => definitionOf(source("raw/x", jsonlFile("x.jsonl", row))) as SourceDefinition;

async function rows(content: string | Uint8Array, row?: z.ZodType<object>): Promise<object[]> {
  await writeFile(join(root, "x.jsonl"), content);
  const definition = jsonl(row);
  return ((await parseLoaded(definition, await definition.load(context()))) as Table<object>).rows();
}

describe("rows of a JSON lines file", () => {
  it("are parsed by the row schema", async () => {
    expect(await rows('{"n":1,"tags":["a"]}\n{"n":2}\n')).toStrictEqual([
      { n: 1, tags: ["a"] },
      { n: 2, tags: [] },
    ]);
  });

  it("survive a byte order mark, CRLF, blank lines, other separators in texts and a missing last newline", async () => {
    expect(await rows('\ufeff{"n":1,"tags":["a\u2028b"]}\r\n\r\n  \n{"n":2}')).toStrictEqual([
      { n: 1, tags: ["a\u2028b"] },
      { n: 2, tags: [] },
    ]);
  });

  it("may be longer than what is read at once, in any script", async () => {
    const text = "語".repeat(300_001);
    expect(await rows(`${JSON.stringify({ n: 1, tags: [text] })}\n{"n":2}\n`)).toStrictEqual([
      { n: 1, tags: [text] },
      { n: 2, tags: [] },
    ]);
  });

  it("may be none", async () => {
    expect(await rows("")).toEqual([]);
  });

  it("stream: the first can be read before the last is there", async () => {
    await writeFile(join(root, "x.jsonl"), `${'{"n":1}\n'.repeat(200_000)}broken`);
    const table = (await jsonl().load(context())) as Table<{ n: number }>;
    for await (const row of table.stream()) {
      expect(row.n).toBe(1);
      break;
    }
  });

  it("have the hash of the content as version", async () => {
    await writeFile(join(root, "x.jsonl"), '{"n":1}');
    expect(await jsonl().observe(context())).toEqual({ version: sha256('{"n":1}'), metadata: { path: "x.jsonl" } });
  });
});

describe("a broken JSON lines file is an error that names the line", () => {
  it.each([
    ["a line that is no JSON", '{"n":1}\n\n{"n":2,}\n', 3, "", "JSON"],
    ["a line that was cut off", '{"n":1}\n{"n":', 2, "", "JSON"],
    ["a value that does not fit", '{"n":1}\n{"n":"two"}\n', 2, "n", '"two": Invalid input: expected number, received string'],
    ["a value within a value", '{"n":1,"tags":["a",3]}\n', 1, "tags[1]", "number 3: Invalid input: expected string, received number"],
    ["a missing field", "{}\n", 1, "n", "nothing (undefined): Invalid input: expected number"],
    ["a line that is no object", "[1]\n", 1, "", "an array of 1: Invalid input: expected object"],
    ["null", "null\n", 1, "", "null: Invalid input: expected object"],
  ])("%s", async (_, text, line, field, problem) => {
    const error = await rows(text).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "JSONL_BROKEN", details: { asset: "raw/x", path: "x.jsonl", line, field } });
    expect(error.details.problem).toContain(problem);
  });

  it("in words", async () => {
    await expect(rows('{"n":1}\n{"n":"two"}')).rejects.toThrow(
      '"x.jsonl" (source "raw/x"), line 2, at n: "two": Invalid input: expected number, received string.',
    );
  });

  it("bytes that are no text", async () => {
    await expect(rows(Buffer.concat([Buffer.from('{"n":1}\n{"n":2,"tags":["'), Buffer.from([0xff])]))).rejects.toMatchObject({
      code: "TEXT_NOT_UTF8",
      details: { line: 2, problem: "byte 0xff cannot stand there" },
    });
  });

  it("a missing file", async () => {
    await expect(jsonl().observe(context())).rejects.toMatchObject({ code: "FILE_MISSING" });
  });
});

describe("a text file", () => {
  const text = definitionOf(source("raw/x", textFile("x.txt"))) as SourceDefinition;
  const load = async (content: string | Uint8Array): Promise<unknown> => {
    await writeFile(join(root, "x.txt"), content);
    return text.load(context());
  };

  it("is one string with the version of the very bytes", async () => {
    const content = "\ufefferste Zeile\r\nzweite: ü\0\n";
    expect(await load(content)).toEqual({ value: "erste Zeile\r\nzweite: ü\0\n", version: sha256(content) });
    expect(((await text.observe(context())) as SourceVersion).version).toBe(sha256(content));
    expect(await load("")).toEqual({ value: "", version: sha256("") });
  });

  it.each([
    ["Latin 1", Buffer.from("eins\nzwei\ndrei: \xfc.\n", "latin1"), 3, "byte 0xfc cannot stand there"],
    ["UTF-16", Buffer.from("\ufeffx", "utf16le"), 1, "byte 0xff cannot stand there"],
    ["a character that was cut off", Buffer.from("a\nü").subarray(0, 3), 2, "the text ends within a character"],
  ])("in %s is an error with the line", async (_, content, line, problem) => {
    await expect(load(content)).rejects.toMatchObject({ code: "TEXT_NOT_UTF8", details: { asset: "raw/x", path: "x.txt", line, problem } });
  });

  it("that is missing is an error with where it was looked for", async () => {
    await expect(text.load(context())).rejects.toMatchObject({ code: "FILE_MISSING", details: { resolved: join(root, "x.txt") } });
  });
});

it("a JSON file that is not UTF-8 is an error, not a replacement character", async () => {
  await writeFile(join(root, "x.json"), Buffer.from('"\xfc"', "latin1"));
  const json = definitionOf(source("raw/x", jsonFile("x.json", z.string()))) as SourceDefinition;
  await expect(json.load(context())).rejects.toMatchObject({ code: "TEXT_NOT_UTF8" });
});

it.each([
  ["csvFile", csvFile],
  ["jsonFile", jsonFile],
  ["jsonlFile", jsonlFile],
  ["textFile", textFile],
] as const)("%s without a path is a problem that `define` tells", (name, connector) => {
  const make = connector as (path: unknown, schema: z.ZodType<object>) => ReturnType<typeof textFile>;
  expect(() => define({ include: [source("raw/x", make("", Row))] })).toThrow(`Asset "raw/x": ${name} was given an empty text; it takes the path of a file.`);
  expect(() => define({ include: [source("raw/x", make(3, Row))] })).toThrow(`${name} was given number 3; it takes the path of a file.`);
});

it("the identity of a source holds what it reads and no absolute path", () => {
  expect(jsonl().connector).toEqual({ kind: "jsonlFile", path: "x.jsonl", options: {}, version: 1 });
});
