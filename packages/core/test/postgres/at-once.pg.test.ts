/** The same fact told by many processes at once is one fact. */
import { expect, test } from "vitest";
import type { AssetNode } from "../../src/model/asset-node.ts";
import { freshDatabase } from "./fixture.ts";

test("workers that start together activate their definitions once", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const definitions = { version: "1", assets: [{ key: "a" } as AssetNode] };
  await Promise.all(Array.from({ length: 10 }, (_, index) => stores[index % 2]?.activate({ name: "default", root: "/project", definitions })));
  expect((await stores[0]?.events("0", 100))?.map((event) => event.kind)).toEqual(["definitions_activated"]);
});

test("looks at one source from everywhere record a version once", async () => {
  const database = await freshDatabase();
  const stores = [await database.open(), await database.open()];
  const look = { asset: "raw/x", partition: null, startedAt: new Date(), result: { dataVersion: "v1", metadata: {} } };
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => stores[index % 2]?.recordObservations([look])));
  expect(answers.flat().filter((answer) => answer?.changed)).toHaveLength(1);
  expect((await stores[0]?.events("0", 100))?.map((event) => event.kind)).toEqual(["observation"]);
});
