import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { streamOf, tableOf } from "../model/table.ts";
import { openSpool } from "./spool.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "headwater-spool-"));
  vi.stubEnv("TMPDIR", directory);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const rowSchema = {};
const given = (count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({ n, at: new Date(n), big: BigInt(n), text: `line\n${"ü".repeat(n % 100)}`, gone: undefined }));

it.each([
  ["no rows", 0],
  ["a few rows", 3],
  ["more rows than it holds in memory", 30_000],
])("keeps %s as they are, for any number of readers, under no name", async (_, count) => {
  await using spool = openSpool();
  const rows = given(count);
  const table = await spool.keep(
    tableOf(["n"], () => streamOf(rows)),
    rowSchema,
  );
  expect(await readdir(directory)).toEqual([]);
  expect(table.columns).toEqual(["n"]);
  for await (const first of table.stream()) {
    expect(first).toEqual(rows[0]);
    break;
  }
  const [one, two] = await Promise.all([table.rows(), table.rows()]);
  expect(one).toStrictEqual(rows);
  expect(two).toStrictEqual(rows);
});

it("takes the columns from the first row where nobody says them", async () => {
  await using spool = openSpool();
  expect(
    (
      await spool.keep(
        tableOf([], () => streamOf([{ a: 1, b: 2 }])),
        rowSchema,
      )
    ).columns,
  ).toEqual(["a", "b"]);
});

it("says in which row there is what it cannot keep", async () => {
  await using spool = openSpool();
  const rows = [{ a: 1 }, { a: () => 1 }];
  await expect(
    spool.keep(
      tableOf(["a"], () => streamOf(rows)),
      rowSchema,
    ),
  ).rejects.toMatchObject({ path: "row 2, a", found: "a function (a)" });
});
