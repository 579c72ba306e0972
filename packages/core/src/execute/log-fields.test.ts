import { expect, it } from "vitest";
import { logFields } from "./log-fields.ts";

it("keeps what JSON can hold, and leaves out what is not there", () => {
  expect(logFields({ text: "x", n: 1.5, yes: true, none: null, list: [1, ["a"]], deep: { a: { b: "c" } }, missing: undefined })).toEqual({
    text: "x",
    n: 1.5,
    yes: true,
    none: null,
    list: [1, ["a"]],
    deep: { a: { b: "c" } },
  });
  expect(logFields(undefined)).toBeNull();
});

it("says in words what JSON cannot hold", () => {
  const fields = logFields({
    big: 10n ** 20n,
    nan: Number.NaN,
    at: new Date(0),
    fn: function work() {},
    symbol: Symbol("s"),
    pattern: /a+/g,
    bytes: new Uint8Array([1, 2]),
  });
  expect(fields).toEqual({
    big: "100000000000000000000",
    nan: "NaN",
    at: "1970-01-01T00:00:00.000Z",
    fn: "[Function: work]",
    symbol: "Symbol(s)",
    pattern: "/a+/g",
    bytes: "Uint8Array(2) [ 1, 2 ]",
  });
});

it("opens errors with their causes, instances and collections", () => {
  class Connection {
    readonly host = "db";
    readonly #password = "p";
    used(): string {
      return this.#password;
    }
  }
  const fields = logFields({
    error: new TypeError("outer", { cause: new Error("inner") }),
    connection: new Connection(),
    map: new Map<unknown, unknown>([
      ["a", 1],
      [{ k: 1 }, 2],
    ]),
    set: new Set([1, 2]),
    url: new URL("https://host/path"),
  });
  expect(fields).toMatchObject({
    error: { name: "TypeError", message: "outer", stack: expect.stringContaining("TypeError: outer"), cause: { message: "inner" } },
    connection: { host: "db" },
    map: { a: 1, "{ k: 1 }": 2 },
    set: [1, 2],
    url: "https://host/path",
  });
});

it("an error in the place of the fields is one of them, as is anything else", () => {
  expect(logFields(new Error("boom"))).toMatchObject({ error: { message: "boom" } });
  expect(logFields(5)).toEqual({ value: 5 });
  expect(logFields([1, 2])).toEqual({ value: [1, 2] });
});

it("ends with circles, depth, length and what throws when it is read", () => {
  const circle: Record<string, unknown> = { name: "c" };
  circle.self = circle;
  let deep: unknown = "bottom";
  for (let i = 0; i < 100; i++) deep = { deep };
  const hostile = {
    get secret(): never {
      throw new Error("do not look");
    },
  };
  const twice = { shared: true };
  const fields = logFields({ circle, deep, hostile, json: { toJSON: () => 1n }, long: Array.from({ length: 1_500 }, (_, i) => i), pair: [twice, twice] });
  expect(fields).toMatchObject({ circle: { name: "c", self: "[Circular]" }, hostile: "[do not look]", json: "1", pair: [{ shared: true }, { shared: true }] });
  expect(JSON.stringify(fields?.deep)).toContain("[Object]");
  expect(fields?.long).toEqual([...Array(1_000).keys(), "… 500 more items"]);
});
