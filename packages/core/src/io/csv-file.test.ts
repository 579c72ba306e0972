import { chmod, mkdir, mkdtemp, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SourceContext } from "../define/context.ts";
import { definitionOf, type SourceDefinition, type SourceVersion } from "../define/definition.ts";
import { source } from "../define/source.ts";
import type { Table } from "../model/table.ts";
import { sha256 } from "../model/version.ts";
import { csvFile } from "./csv-file.ts";
import type { CsvOptions } from "./csv-rows.ts";
import { parseLoaded } from "./parse-loaded.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "headwater-csv-"));
});
afterEach(() => rm(root, { recursive: true }));

const Reading = z.object({ date: z.iso.date(), temp: z.coerce.number(), note: z.string().optional() });
const context = (): SourceContext & { version: string } => ({ asset: { key: "raw/readings" }, root, version: "" }) as SourceContext & { version: string };
const setUp = (row: z.ZodType<object> = Reading, options?: CsvOptions) => {
  const definition = definitionOf(source("raw/readings", csvFile("r.csv", row, options))) as SourceDefinition;
  const load = async (): Promise<object[]> => ((await parseLoaded(definition, await definition.load(context()))) as Table<object>).rows();
  const loadText = async (text: string): Promise<object[]> => {
    await writeFile(join(root, "r.csv"), text);
    return load();
  };
  return { definition, load, loadText, observe: async () => ((await definition.observe(context())) as SourceVersion).version };
};

describe("rows of a CSV file", () => {
  it("are parsed by the row schema", async () => {
    expect(await setUp().loadText("date,temp,note\n2015-07-31,34.5,hot\n2015-08-01,-2,\n")).toStrictEqual([
      { date: "2015-07-31", temp: 34.5, note: "hot" },
      { date: "2015-08-01", temp: -2, note: "" },
    ]);
  });

  it("survive a byte order mark, CRLF, quotes, blank lines, line breaks in cells, other columns and a missing last newline", async () => {
    const text = '\ufeff"date",temp,note,other\r\n2015-07-31,1,"a ""quoted"", cell",x\r\n\r\n2015-08-01,2,"two\r\nlines",y';
    expect(await setUp().loadText(text)).toStrictEqual([
      { date: "2015-07-31", temp: 1, note: 'a "quoted", cell' },
      { date: "2015-08-01", temp: 2, note: "two\r\nlines" },
    ]);
  });

  it("may be separated by another character", async () => {
    expect(await setUp(Reading, { delimiter: ";" }).loadText("date;temp\n2015-07-31;1\n")).toStrictEqual([{ date: "2015-07-31", temp: 1 }]);
  });

  it("may be transformed and checked asynchronously, once", async () => {
    const Row = z.object({ n: z.string().transform(async (text) => Number(text) * 2) });
    expect(await setUp(Row).loadText("n\n4\n")).toStrictEqual([{ n: 8 }]);
  });

  it("may be none", async () => {
    expect(await setUp().loadText("date,temp\n")).toEqual([]);
  });

  it("do not take an empty cell for 0", async () => {
    const Row = z.object({ id: z.string(), a: z.coerce.number().optional(), b: z.coerce.number().nullable(), c: z.coerce.number().default(7) });
    expect(await setUp(Row).loadText("id,a,b,c\n,,,\n")).toStrictEqual([{ id: "", a: undefined, b: null, c: 7 }]);
  });

  it("stream: the first can be read before the last is there", async () => {
    await writeFile(join(root, "r.csv"), `date,temp\n${"2015-07-31,1\n".repeat(200_000)}broken`);
    const table = (await setUp().definition.load(context())) as Table<{ temp: number }>;
    for await (const row of table.stream()) {
      expect(row.temp).toBe(1);
      break;
    }
  });
});

describe("a broken CSV file is an error that names line and column", () => {
  it.each([
    ["a value that does not fit", "date,temp\n2015-07-31,1\n2015-08-01,warm\n", 3, '"temp"', '"warm": Invalid input: expected number, received NaN'],
    ["a value after a cell of two lines", 'date,temp,note\n2015-07-31,1,"x\ny"\n\n2015-08-01,warm,"a\nb"\n', 5, '"temp"', '"warm": Invalid input'],
    ["a last line without an end", "date,temp\n2015-07-31,1\n2015-08-01,warm", 3, '"temp"', '"warm"'],
    ["an empty cell", "date,temp\n2015-07-31,\n", 2, '"temp"', "the cell is empty: Invalid input: expected number"],
    ["too few cells", "date,temp\n2015-07-31\n", 2, "", "1 cells, but the header names 2 columns"],
    ["too many cells", "date,temp\n2015-07-31,1,2\n", 2, "", "3 cells, but the header names 2 columns"],
    ["a quote that is never closed", 'date,temp\n"2015-07-31,1\n2015-07-31,1\n', 3, "", "Quote Not Closed"],
    ["a stray quote", 'date,temp\n2015-07-31,1"0\n', 2, "", "Invalid Opening Quote"],
    ["a missing column", "date,temperature\n2015-07-31,1\n", 1, '"temp"', 'the column is missing; the header has "date", "temperature"'],
    ["a doubled column", "date,temp,temp\n", 1, '"temp"', "two columns have this name"],
    ["an empty file", "", 1, "", "the file is empty; its first line must name the columns"],
  ])("%s", async (_, text, line, column, problem) => {
    const error = await setUp()
      .loadText(text)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code: "CSV_BROKEN", details: { asset: "raw/readings", path: "r.csv", line, column } });
    expect(error.details.problem).toContain(problem);
  });

  it("in words", async () => {
    await expect(setUp().loadText("date,temp\n2015-07-31,warm\n")).rejects.toThrow(
      '"r.csv" (source "raw/readings"), line 2, column "temp": "warm": Invalid input: expected number, received NaN.',
    );
  });
});

describe("a file that cannot be read", () => {
  it("is missing: the error says where it was looked for", async () => {
    const { load, observe } = setUp();
    const error = { code: "FILE_MISSING", details: { asset: "raw/readings", path: "r.csv", resolved: join(root, "r.csv") } };
    await expect(load()).rejects.toMatchObject(error);
    await expect(observe()).rejects.toMatchObject(error);
  });

  it("is a directory", async () => {
    await mkdir(join(root, "r.csv"));
    const { load, observe } = setUp();
    await expect(load()).rejects.toMatchObject({ code: "FILE_UNREADABLE", details: { problem: "it is a directory" } });
    await expect(observe()).rejects.toMatchObject({ code: "FILE_UNREADABLE", details: { problem: "it is a directory" } });
  });

  it.skipIf(process.getuid?.() === 0)("may not be read", async () => {
    await writeFile(join(root, "r.csv"), "date,temp\n");
    await chmod(join(root, "r.csv"), 0);
    await expect(setUp().observe()).rejects.toMatchObject({ code: "FILE_UNREADABLE", details: { problem: "permission denied" } });
  });
});

describe("the version of a file", () => {
  const path = () => join(root, "r.csv");
  const longAgo = new Date(Date.now() - 60_000);

  it("is the hash of its content: written anew with the same bytes, it is the same", async () => {
    const { observe } = setUp();
    await writeFile(path(), "one");
    expect(await observe()).toBe(sha256("one"));
    await writeFile(path(), "one");
    expect(await observe()).toBe(sha256("one"));
    await writeFile(path(), "two");
    expect(await observe()).toBe(sha256("two"));
    await writeFile(path(), "one");
    expect(await observe()).toBe(sha256("one"));
  });

  it("is found anew where the size stayed and the time of change was set back", async () => {
    const { observe } = setUp();
    await writeFile(path(), "one");
    await utimes(path(), longAgo, longAgo);
    await observe();
    await writeFile(path(), "two");
    await utimes(path(), longAgo, longAgo);
    expect(await observe()).toBe(sha256("two"));
  });

  it("is found anew where another file of the same size and time took the place", async () => {
    const { observe } = setUp();
    await writeFile(path(), "one");
    await writeFile(`${path()}.new`, "two");
    for (const file of [path(), `${path()}.new`]) await utimes(file, longAgo, longAgo);
    await observe();
    await rename(`${path()}.new`, path());
    expect(await observe()).toBe(sha256("two"));
  });

  it("is not hashed again where nothing happened for a while", async () => {
    const { observe } = setUp();
    // A file so large that hashing takes a multiple of looking at its times.
    await writeFile(path(), "");
    await truncate(path(), 128 * 1024 * 1024);
    await utimes(path(), longAgo, longAgo);
    const timed = async (): Promise<number> => {
      const start = performance.now();
      await observe();
      return performance.now() - start;
    };
    const hashing = await timed();
    expect(await timed()).toBeLessThan(hashing / 5);
  });
});

it("the identity of a CSV source holds what it reads and no absolute path", () => {
  expect(setUp(Reading, { delimiter: ";" }).definition.connector).toEqual({ kind: "csvFile", path: "r.csv", options: { delimiter: ";" }, version: 1 });
});
