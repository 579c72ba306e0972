/** The order and the groups of the catalog. */
import { expect, test } from "vitest";
import { type Arrangement, arrange } from "./arrange.ts";
import { catalogAsset as asset } from "./catalog-asset.fixture.ts";
import type { CatalogAsset } from "./queries.ts";
import { withLooks } from "./use-catalog.ts";

const latest = (rows: number | null, at = "2026-01-01T00:00:00.000Z") => ({ id: "m", at, rows, bytes: 1 });
const lines = (assets: readonly CatalogAsset[], more: Partial<Arrangement> = {}): readonly string[] =>
  arrange(assets, { sort: "asset", isDescending: false, group: "none", ...more }).map((line) =>
    line.kind === "heading" ? `# ${line.name} (${line.count})` : line.asset.key,
  );

test("numbers in keys count as numbers", () => {
  expect(lines([asset("a/10"), asset("a/9"), asset("a/1")])).toEqual(["a/1", "a/9", "a/10"]);
});

test("what has no value comes last in both directions", () => {
  const assets = [asset("none"), asset("few", { latest: latest(2) }), asset("many", { latest: latest(30) }), asset("value", { latest: latest(null) })];
  expect(lines(assets, { sort: "rows" })).toEqual(["few", "many", "none", "value"]);
  expect(lines(assets, { sort: "rows", isDescending: true })).toEqual(["many", "few", "none", "value"]);
});

test("a source has changed when another version was seen, not when it was looked at", () => {
  const seen = { at: "2026-01-02T00:00:00.000Z", checkedAt: "2026-02-01T00:00:00.000Z", error: null };
  const assets = [asset("raw/x", { isSource: true, lastObservation: seen }), asset("b", { latest: latest(1, "2026-01-03T00:00:00.000Z") })];
  expect(lines(assets, { sort: "changed", isDescending: true })).toEqual(["b", "raw/x"]);
});

test("by status the worst comes first, and what is no longer defined last", () => {
  const assets = [
    asset("fresh"),
    asset("gone", { status: "STALE", isDefined: false }),
    asset("stale", { status: "STALE" }),
    asset("missing", { status: "MISSING" }),
  ];
  expect(lines(assets, { sort: "status" })).toEqual(["stale", "missing", "fresh", "gone"]);
  expect(lines(assets, { group: "status" })).toEqual([
    "# Stale (1)",
    "stale",
    "# Missing (1)",
    "missing",
    "# Fresh (1)",
    "fresh",
    "# No longer defined (1)",
    "gone",
  ]);
});

test("an asset stands under each of its owners", () => {
  const assets = [asset("x", { owners: ["zoe", "ada"] }), asset("y", { owners: ["ada"] }), asset("z")];
  expect(lines(assets, { group: "owner" })).toEqual(["# ada (2)", "x", "y", "# Nobody (1)", "z", "# zoe (1)", "x"]);
});

test("a later look at a source says that it can be read again; an older one says nothing", () => {
  const look = (second: number, error: { message: string } | null) => ({
    at: "2026-01-01T00:00:00.000Z",
    checkedAt: `2026-01-01T00:00:0${second}.000Z`,
    error,
  });
  const source = asset("raw/x", { isSource: true, lastObservation: look(5, { message: "gone" }) });
  const errorAfter = (second: number) => withLooks([source], new Map([["raw/x", look(second, null)]]))[0]?.lastObservation?.error;
  expect([errorAfter(6), errorAfter(4)]).toEqual([null, { message: "gone" }]);
});
