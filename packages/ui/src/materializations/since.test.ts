/** What is said of an input that was read some time ago. */
import { expect, test } from "vitest";
import { since } from "./since.ts";

const at = "2026-01-01T00:00:00.000Z";
const asset = { key: "a", isSource: false, isDefined: true, columns: null, latest: null, lastObservation: null };
const computed = (id: string, dataVersion: string) => ({
  asset: { ...asset, latest: { id, at, dataVersion } },
  version: "v1",
  source: { id: "1", at },
  observation: null,
});
const source = (dataVersion: string | null) => ({
  asset: { ...asset, isSource: true, lastObservation: { dataVersion, checkedAt: at } },
  version: "a hash over code and data",
  source: null,
  observation: { at, dataVersion: "v1" },
});

test("an upstream that was materialized again is told apart by whether its data changed", () => {
  expect(since(computed("1", "v1")).text).toBe("still the latest");
  expect(since(computed("2", "v1"))).toEqual({ kind: "newer", text: "materialized again, same data", id: "2" });
  expect(since(computed("2", "v2"))).toEqual({ kind: "newer", text: "newer exists", id: "2" });
  expect(since({ asset, version: "v1", source: { id: "1", at }, observation: null }).text).toBe("wiped since");
});

test("a source is compared with the last look at it", () => {
  expect([since(source("v1")).text, since(source("v2")).text, since(source(null)).text]).toEqual([
    "still this version",
    "newer version seen",
    "cannot be read at present",
  ]);
});
