/** What checks must and must not compile to. Each wrong case says why it is one. */
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { StoredFile } from "../model/stored-file.ts";
import type { Table } from "../model/table.ts";
import { asset } from "./asset.ts";
import { check } from "./check.ts";
import { define } from "./define.ts";
import { type External, external } from "./external.ts";
import { file } from "./file.ts";
import { resource } from "./resource.ts";
import { table } from "./table.ts";

const Row = z.object({ id: z.string(), n: z.coerce.number() });
const rows = asset("rows", { output: table(Row), run: () => [{ id: "a", n: "1" }] });
const one = asset("one", { output: Row, run: () => ({ id: "a", n: "1" }) });

describe("a check within its asset", () => {
  it("is given the parsed output, and the context of `run` without what only the computation may say", () => {
    asset("x", {
      output: Row,
      config: z.object({ least: z.number().default(3) }),
      params: { path: "orders" },
      resources: { db: resource({ open: () => ({ query: (sql: string) => [sql] }) }) },
      run: () => ({ id: "a", n: "1" }),
      checks: {
        some: (value, context) => {
          expectTypeOf(value).toEqualTypeOf<{ id: string; n: number }>();
          expectTypeOf(context.config).toEqualTypeOf<{ least: number }>();
          expectTypeOf(context.params.path).toEqualTypeOf<"orders">();
          expectTypeOf(context.resources.db.query).toEqualTypeOf<(sql: string) => string[]>();
          expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
          expectTypeOf(context).not.toHaveProperty("metadata");
          expectTypeOf(context).not.toHaveProperty("progress");
          return value.n > context.config.least;
        },
        more: async () => ({ passed: true, message: "well", metadata: { rows: 3 } }),
      },
    });
  });
  it("does not compile where it takes another value, or answers something else", () => {
    // @ts-expect-error  `m` is misspelled
    asset("x", { output: Row, run: () => ({ id: "a", n: 1 }), checks: { some: (value) => value.m > 1 } });
    // @ts-expect-error  a table is a handle, not an array
    asset("x", { output: table(Row), run: () => [], checks: { some: (value) => value.length > 0 } });
    // @ts-expect-error  a number is no answer
    asset("x", { output: Row, run: () => ({ id: "a", n: 1 }), checks: { some: (value) => value.n } });
    // @ts-expect-error  it does not say whether it passed
    asset("x", { output: Row, run: () => ({ id: "a", n: 1 }), checks: { some: () => ({ message: "well" }) } });
  });
});

describe("a check beside its asset", () => {
  it("is given what a consumer would be", () => {
    check("x", {
      asset: rows,
      severity: "warn",
      description: "Rows.",
      run: (value) => {
        expectTypeOf(value).toEqualTypeOf<Table<{ id: string; n: number }>>();
        return true;
      },
    });
    check("x", {
      asset: one,
      blocking: true,
      run: async (value, { log }) => {
        expectTypeOf(value).toEqualTypeOf<{ id: string; n: number }>();
        log.info("looked");
        return { passed: value.n > 1, metadata: { n: value.n } };
      },
    });
    check("x", {
      asset: asset("f", { output: file(), run: () => "path" }),
      run: (value) => {
        expectTypeOf(value).toEqualTypeOf<StoredFile>();
        return true;
      },
    });
    check("x", {
      asset: asset("e", { output: external(), run: () => {} }),
      run: (value) => {
        expectTypeOf(value).toEqualTypeOf<External>();
        return true;
      },
    });
    define({ include: [rows, one, check("x", { asset: one, run: () => true }), { nested: [check("y", { asset: one, run: () => true })] }] });
  });
  it("does not compile where it takes another value, or names no asset", () => {
    // @ts-expect-error  `m` is misspelled
    check("x", { asset: one, run: (value) => value.m > 1 });
    // @ts-expect-error  a table is a handle, not an array
    check("x", { asset: rows, run: (value: { id: string }[]) => value.length > 0 });
    // @ts-expect-error  a key is not an asset
    check("x", { asset: "one", run: () => true });
    // @ts-expect-error  there is no such severity
    check("x", { asset: one, severity: "fatal", run: () => true });
    // @ts-expect-error  a text is no answer
    check("x", { asset: one, run: () => "well" });
  });
});
