/** Statistics of a table are metadata of its materialization. */
import { asset, createInstance, define, table } from "@headwater/core";
import { expect, test } from "vitest";
import { z } from "zod";

const Day = z.object({ date: z.date(), temp: z.number().nullable() });
const day = (key: string, noted: Record<string, unknown>) =>
  asset(key, {
    output: table(Day),
    run: (_, { metadata }) => {
      metadata(noted);
      return [
        { date: new Date(0), temp: 3 },
        { date: new Date(86_400_000), temp: null },
      ];
    },
  });

test("a table's statistics travel with its materialization, beside what the function notes", async () => {
  const instance = await createInstance(define({ include: [day("days", { origin: "station" })] }));
  await instance.materialize();
  expect((await instance.store.materializations({ asset: "days", limit: 1 }))[0]?.metadata).toEqual({
    origin: "station",
    columns: {
      date: { nulls: 0, min: "1970-01-01T00:00:00.000Z", max: "1970-01-02T00:00:00.000Z", distinct: 2 },
      temp: { nulls: 1, min: 3, max: 3, distinct: 1 },
    },
  });
});

test("a function that notes metadata of that name fails with a clear error", async () => {
  const instance = await createInstance(define({ include: [day("days", { columns: 2 })] }));
  const { steps } = await instance.materialize();
  expect(steps[0]).toMatchObject({ outcome: "FAILED", reason: '"days" notes metadata named "columns", which Headwater notes itself. Reserved: "columns".' });
});
