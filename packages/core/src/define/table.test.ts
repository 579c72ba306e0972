import { describe, expect, it } from "vitest";
import { z } from "zod";
import { table, tableDefinitionOf } from "./table.ts";

const Rows = table(z.object({ n: z.coerce.number() }));

describe("a table schema is a Zod schema", () => {
  it("that parses rows in memory at once", async () => {
    expect(await Rows.parse([{ n: "1" }]).rows()).toEqual([{ n: 1 }]);
    expect(Rows.safeParse([{ n: 1 }, { n: "x" }]).error?.issues).toMatchObject([{ path: [1, "n"], expected: "number" }]);
    expect(Rows.safeParse(3).error?.issues).toMatchObject([{ path: [], message: "expected rows: an array, an iterable, an async iterable or a table" }]);
  });

  it("that parses rows in memory asynchronously, where the row schema is so", async () => {
    const Async = table(z.object({ n: z.number().refine(async (n) => n > 0) }));
    expect((await Async.safeParseAsync([{ n: 1 }, { n: -1 }])).error?.issues).toMatchObject([{ path: [1, "n"] }]);
  });

  it("that parses a stream as it flows", async () => {
    const parsed = Rows.parse(
      (async function* () {
        yield { n: "1" };
        yield { n: "x" };
      })(),
    );
    const iterator = parsed.stream()[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toEqual({ n: 1 });
    await expect(iterator.next()).rejects.toBeInstanceOf(z.ZodError);
  });

  it("that stays one when it is described, and says its rows in JSON Schema", () => {
    const described = Rows.describe("numbers");
    expect(tableDefinitionOf(described)?.row).toBe(tableDefinitionOf(Rows)?.row);
    expect(z.toJSONSchema(described)).toMatchObject({
      description: "numbers",
      type: "array",
      items: { type: "object", properties: { n: { type: "number" } } },
    });
  });
});
