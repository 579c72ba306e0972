import { describe, expect, it } from "vitest";
import { z } from "zod";
import { asset } from "../define/asset.ts";
import type { RunContext } from "../define/context.ts";
import type { AssetDefinition } from "../define/definition.ts";
import { definitionOf } from "../define/definition.ts";
import { table } from "../define/table.ts";
import type { StoredValue } from "../model/cell.ts";
import { isTable, type Table } from "../model/table.ts";
import { hashJson } from "../model/version.ts";
import { loadStored } from "./load-stored.ts";
import { createMemoryValueStore } from "./memory-value-store.ts";
import { previewStored } from "./preview-stored.ts";
import { type StoredOutput, storeOutput } from "./store-output.ts";
import type { ValueStore } from "./value-store.ts";

const context = {} as RunContext;
const definitionFor = (output: z.ZodType, spec: { dataVersion?: (value: never) => string } = {}): AssetDefinition =>
  definitionOf(asset("test/asset", { output, run: () => undefined, ...spec } as never)) as AssetDefinition;
const Row = z.object({ id: z.string(), n: z.coerce.number() });

type Stored = StoredOutput & { readonly stored: StoredValue };
const storeIn = async (values: ValueStore, definition: AssetDefinition, returned: unknown): Promise<Stored> =>
  (await storeOutput(values, definition, returned, context)) as Stored;

const setUp = (output: z.ZodType, spec = {}) => {
  const values = createMemoryValueStore();
  const store = (returned: unknown): Promise<Stored> => storeIn(values, definitionFor(output, spec), returned);
  const roundTrip = async (returned: unknown): Promise<unknown> => loadStored(values, (await store(returned)).stored);
  const rows = async (returned: unknown): Promise<object[]> => ((await roundTrip(returned)) as Table<object>).rows();
  const preview = async (returned: unknown, limit: number): Promise<unknown> => previewStored(values, (await store(returned)).stored, limit);
  return { values, store, roundTrip, rows, preview };
};

describe("a value", () => {
  it("comes back as the output of its schema, with what JSON cannot say", async () => {
    const Output = z.object({
      at: z.date(),
      big: z.bigint(),
      seen: z.map(z.string(), z.set(z.number())),
      bytes: z.instanceof(Uint8Array),
      gone: z.undefined().optional(),
      n: z.coerce.number(),
    });
    const given = { at: new Date(5), big: 2n ** 70n, seen: new Map([["a", new Set([-0])]]), bytes: new Uint8Array([1, 255]), gone: undefined };
    const { roundTrip, store } = setUp(Output);
    expect(await roundTrip({ ...given, n: "3", extra: true })).toStrictEqual({ ...given, n: 3 });
    expect(await store({ ...given, n: 3 })).toMatchObject({ dataVersion: hashJson({ ...given, n: 3 }), stored: { format: "value", rows: null } });
  });

  it("has one data version for all orders of keys, and an address for each", async () => {
    const { store } = setUp(z.record(z.string(), z.number()));
    const [ab, ba] = [await store({ a: 1, b: 2 }), await store({ b: 2, a: 1 })];
    expect(ab.dataVersion).toBe(ba.dataVersion);
    expect(ab.stored.address).not.toBe(ba.stored.address);
  });

  it("that does not fit its schema is an error with its path", async () => {
    const { store } = setUp(z.object({ items: z.array(z.object({ name: z.string() })) }));
    await expect(store({ items: [{ name: "a" }, { name: 3 }] })).rejects.toMatchObject({
      name: "SchemaError",
      code: "SCHEMA_MISMATCH",
      message: 'The output of "test/asset" does not fit its schema at items[1].name: number 3: Invalid input: expected string, received number.',
      details: { asset: "test/asset", side: "output", row: null, path: "items[1].name" },
    });
  });

  it("is parsed by schemas that are asynchronous", async () => {
    const { roundTrip, store } = setUp(
      z
        .string()
        .refine(async (text) => text !== "bad")
        .transform(async (text) => text.length),
    );
    expect(await roundTrip("four")).toBe(4);
    await expect(store("bad")).rejects.toMatchObject({ code: "SCHEMA_MISMATCH" });
  });

  it("that cannot be stored is an error with its path", async () => {
    const { store } = setUp(z.any());
    await expect(store({ list: [{ run: () => 1 }] })).rejects.toMatchObject({
      code: "VALUE_NOT_STORABLE",
      details: { asset: "test/asset", path: "list[0].run", found: "a function (run)" },
    });
  });

  it("that is nothing has another version each time: it must never look unchanged", async () => {
    const { store } = setUp(z.void());
    expect((await store(undefined)).dataVersion).not.toBe((await store(undefined)).dataVersion);
  });

  it("has the version that the author states", async () => {
    const { store } = setUp(z.object({ etag: z.string(), at: z.number() }), { dataVersion: (value: { etag: string }) => value.etag });
    expect((await store({ etag: "v7", at: 1 })).dataVersion).toBe("v7");
    expect((await setUp(z.void(), { dataVersion: () => "same" }).store(undefined)).dataVersion).toBe("same");
  });

  it.each([
    ["a promise", async () => "v"],
    ['""', () => ""],
    ["number 3", () => 3],
  ])("whose stated version is %s is an error", async (found, dataVersion) => {
    await expect(setUp(z.number(), { dataVersion }).store(1)).rejects.toMatchObject({ code: "DATA_VERSION_INVALID", details: { asset: "test/asset", found } });
  });
});

describe("a table", () => {
  const expected = [
    { id: "a", n: 1 },
    { id: "b", n: 2 },
  ];
  const given = [
    { id: "a", n: "1" },
    { id: "b", n: 2, extra: true },
  ];

  it.each([
    ["an array", () => given],
    ["an iterable", () => new Set(given)],
    [
      "a generator",
      function* () {
        yield* given;
      },
    ],
    [
      "an async generator",
      async function* () {
        yield* given;
      },
    ],
  ])("may be returned as %s", async (_, make) => {
    const { rows, store } = setUp(table(Row));
    expect(await rows(make())).toStrictEqual(expected);
    expect((await store(make())).stored).toMatchObject({ format: "table", rows: 2 });
  });

  it("may be the handle of an input, whose rows are then held against the schema", async () => {
    const { roundTrip, rows, store } = setUp(table(Row));
    const handle = await roundTrip(given);
    expect(await rows(handle)).toStrictEqual(expected);
    const other = await setUp(table(z.object({ id: z.number() }))).roundTrip([{ id: 1 }]);
    await expect(store(other)).rejects.toMatchObject({ code: "SCHEMA_MISMATCH", details: { row: 1, path: "id" } });
  });

  it("handed on is not transformed a second time", async () => {
    const Doubled = table(z.object({ n: z.number().transform((n) => n * 2) }));
    const { roundTrip, rows } = setUp(Doubled);
    expect(await rows(await roundTrip([{ n: 1 }]))).toStrictEqual([{ n: 2 }]);
  });

  it("comes back as a handle that can be read again and again, in part as well", async () => {
    const { roundTrip } = setUp(table(Row));
    const handle = (await roundTrip(given)) as Table<{ id: string }>;
    expect(isTable(handle)).toBe(true);
    expect(handle.columns).toEqual(["id", "n"]);
    for await (const row of handle.stream()) {
      expect(row.id).toBe("a");
      break;
    }
    expect(await handle.rows()).toStrictEqual(expected);
  });

  it("keeps every value of a row", async () => {
    const Wide = table(z.object({ at: z.date(), big: z.bigint().optional(), text: z.string() }));
    const odd = [
      { at: new Date(0), big: 1n, text: "line\nbreak \u2028 \ud800" },
      { at: new Date(1), text: "" },
    ];
    expect(await setUp(Wide).rows(odd)).toStrictEqual(odd);
  });

  it("without rows keeps its columns", async () => {
    const { roundTrip } = setUp(table(Row));
    const handle = (await roundTrip([])) as Table<object>;
    expect(handle.columns).toEqual(["id", "n"]);
    expect(await handle.rows()).toEqual([]);
  });

  it("of records has the columns of its first row", async () => {
    const handle = (await setUp(table(z.record(z.string(), z.number()))).roundTrip([{ x: 1, y: 2 }, { z: 3 }])) as Table<object>;
    expect(handle.columns).toEqual(["x", "y"]);
    expect(await handle.rows()).toEqual([{ x: 1, y: 2 }, { z: 3 }]);
  });

  it("of several kinds of rows has the columns of all", async () => {
    const Either = z.discriminatedUnion("kind", [z.object({ kind: z.literal("a"), x: z.number() }), z.object({ kind: z.literal("b"), y: z.number() })]);
    const handle = (await setUp(table(Either)).roundTrip([{ kind: "b", y: 1 }])) as Table<object>;
    expect(handle.columns).toEqual(["kind", "x", "y"]);
  });

  it("has one data version for all orders of rows, unless it is ordered", async () => {
    const reversed = [...given].reverse();
    const { store } = setUp(table(Row));
    expect((await store(reversed)).dataVersion).toBe((await store(given)).dataVersion);
    expect((await store(reversed)).stored.address).not.toBe((await store(given)).stored.address);
    const ordered = setUp(table(Row, { ordered: true }));
    expect((await ordered.store(reversed)).dataVersion).not.toBe((await ordered.store(given)).dataVersion);
  });

  it("has the same data version where only an ignored column differs", async () => {
    const { store } = setUp(table(Row, { versionIgnore: ["n"] }));
    expect((await store([{ id: "a", n: 1 }])).dataVersion).toBe((await store([{ id: "a", n: 2 }])).dataVersion);
  });

  it("with a row that does not fit is an error with the row, and stores nothing", async () => {
    const { store, values } = setUp(table(Row));
    const returned = [
      { id: "a", n: 1 },
      { id: "b", n: "two" },
    ];
    await expect(store(returned)).rejects.toMatchObject({
      message: 'The output of "test/asset" does not fit its schema in row 2 at n: "two": Invalid input: expected number, received NaN.',
      details: { row: 2, path: "n" },
    });
    const { stored } = await store(returned.slice(0, 1));
    expect(await values.has(stored.address)).toBe(true);
  });

  it("that is no table is an error that says what was returned", async () => {
    await expect(setUp(table(Row)).store({ id: "a", n: 1 })).rejects.toThrow(
      "expected rows (an array, an iterable, an async iterable or a table), found a plain object",
    );
  });

  it("with a cell that cannot be stored is an error with row and path", async () => {
    await expect(setUp(table(z.object({ x: z.any() }))).store([{ x: 1 }, { x: { f: Symbol("s") } }])).rejects.toMatchObject({
      code: "VALUE_NOT_STORABLE",
      details: { path: "row 2, x.f" },
    });
  });

  it("passes on what its generator throws", async () => {
    async function* failing() {
      yield { id: "a", n: 1 };
      throw new Error("the connection was lost");
    }
    await expect(setUp(table(Row)).store(failing())).rejects.toThrow("the connection was lost");
  });

  it("is never whole in memory: rows go to the store while later ones are still being made", async () => {
    let made = 0;
    let madeAtFirstChunk = 0;
    const values = createMemoryValueStore();
    const watched: typeof values = {
      ...values,
      async write(content) {
        let bytes = 0;
        for await (const chunk of content) {
          madeAtFirstChunk ||= made;
          bytes += chunk.length;
        }
        return { address: "0".repeat(64), bytes };
      },
    };
    async function* many() {
      for (; made < 50_000; made++) yield { id: `row ${made}`, n: made };
    }
    const { stored } = await storeIn(watched, definitionFor(table(Row)), many());
    expect(stored.rows).toBe(50_000);
    expect(madeAtFirstChunk).toBeLessThan(10_000);
  });

  it("gives its handle to the author's `dataVersion`", async () => {
    const dataVersion = (value: Table<object>) => value.columns.join("+");
    expect((await setUp(table(Row), { dataVersion }).store(given)).dataVersion).toBe("id+n");
  });

  it("that is sampled trusts rows in between, where its schema changes no values", async () => {
    const rows = Array.from({ length: 1500 }, (_, n) => ({ n }));
    const bad = (index: number) => rows.map((row, at) => (at === index ? { n: "x" } : row));
    const sampled = setUp(table(z.object({ n: z.number() }), { validate: "sample" }));
    await expect(sampled.store(bad(999))).rejects.toMatchObject({ details: { row: 1000 } });
    expect((await sampled.store(bad(1200))).stored.rows).toBe(1500);
    const transformed = setUp(table(z.object({ n: z.number().transform(String) }), { validate: "sample" }));
    await expect(transformed.store(bad(1200))).rejects.toMatchObject({ details: { row: 1201 } });
  });
});

describe("previewStored", () => {
  it("shows the first rows and how many there are", async () => {
    expect(
      await setUp(table(Row)).preview(
        [
          { id: "a", n: 1 },
          { id: "b", n: 2 },
        ],
        1,
      ),
    ).toEqual({ kind: "table", columns: ["id", "n"], rows: [{ id: "a", n: 1 }], total: 2 });
  });

  it("says in JSON what JSON can say", async () => {
    const value = {
      at: new Date(0),
      big: 12n,
      nan: Number.NaN,
      map: new Map([["a", 1]]),
      set: new Set(["x"]),
      bytes: new Uint8Array(3),
      gone: undefined,
      list: [undefined],
    };
    expect(await setUp(z.any()).preview(value, 1)).toEqual({
      kind: "value",
      value: { at: "1970-01-01T00:00:00.000Z", big: "12", nan: "NaN", map: [["a", 1]], set: ["x"], bytes: "3 bytes", list: [null] },
    });
  });
});

describe("a stored table that was damaged", () => {
  it("is an error, and no wrong row", async () => {
    const { values, store } = setUp(table(Row));
    const { stored } = await store([{ id: "a", n: 1 }]);
    const damaged = {
      ...values,
      async *read() {
        yield Buffer.from('{"headwater":"table","version":1,"columns":["id"]}\n{"id":"a');
      },
    };
    const handle = (await loadStored(damaged, stored)) as Table<object>;
    await expect(handle.rows()).rejects.toMatchObject({ code: "VALUE_CORRUPT" });
    const foreign = {
      ...values,
      async *read() {
        yield Buffer.from("[]");
      },
    };
    await expect(loadStored(foreign, stored)).rejects.toMatchObject({ code: "VALUE_CORRUPT" });
  });
});
