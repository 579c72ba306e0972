/** What the overview says of assets and runs. */
import { expect, test } from "vitest";
import { catalogAsset as asset } from "../catalog/catalog-asset.fixture.ts";
import type { Cause } from "../graphql/queries.ts";
import { attentionOf } from "./attention.ts";
import { healthByGroup, occurring } from "./health.ts";
import { timelineOf } from "./timeline.ts";

const cause = (code: Cause["code"], of: string, message = `${of} changed`): Cause => ({
  code,
  asset: of,
  message,
  input: null,
  upstream: null,
  from: null,
  to: null,
});
const at = "2026-01-01T00:00:00.000Z";

test("groups in which something is not fresh come first; what is no longer defined counts nowhere", () => {
  const health = healthByGroup([asset("a/x"), asset("b/x"), asset("b/y", { status: "STALE" }), asset("b/z", { status: "STALE", isDefined: false })]);
  expect(health.map(({ group, total, counts }) => `${group}: ${occurring(counts).map((status) => `${counts[status]} ${status}`)} of ${total}`)).toEqual([
    "b: 1 STALE,1 FRESH of 2",
    "a: 1 FRESH of 1",
  ]);
});

test("a beginning is told once, with how many assets it concerns; what is missing begins nothing", () => {
  const root = cause("INPUT_CHANGED", "raw/x");
  const found = attentionOf([
    asset("raw/x", { isSource: true, lastObservation: { at, checkedAt: at, error: null } }),
    asset("a", { status: "STALE", rootCauses: [root] }),
    asset("b", { status: "UPSTREAM_STALE", rootCauses: [root, cause("CODE_CHANGED", "a", "the code of a changed")] }),
    asset("c", { status: "MISSING", rootCauses: [cause("MISSING", "c", "never materialized")] }),
  ]);
  expect(found).toEqual([
    { kind: "changed", asset: "raw/x", text: "raw/x changed", at, run: null, affected: 2 },
    { kind: "changed", asset: "a", text: "the code of a changed", at: null, run: null, affected: 1 },
  ]);
});

test("failures come before sources that cannot be read, these before what is too old, that before what changed", () => {
  const kinds = attentionOf([
    asset("a", { rootCauses: [cause("CODE_CHANGED", "a"), cause("EXPIRED", "a")] }),
    asset("raw/x", { isSource: true, lastObservation: { at, checkedAt: at, error: { message: "gone" } } }),
    asset("b", { lastAttempt: { outcome: "FAILED", endedAt: at, run: { id: "r" }, error: { message: "boom" } } }),
  ]).map(({ kind, asset: key }) => `${kind} ${key}`);
  expect(kinds).toEqual(["failed b", "unreadable raw/x", "late a", "changed a"]);
});

const now = Date.parse("2026-01-01T12:00:00.000Z");
const run = (startedMinutesAgo: number, tookMinutes: number | null) => ({
  createdAt: new Date(now - startedMinutesAgo * 60_000).toISOString(),
  endedAt: tookMinutes === null ? null : new Date(now - (startedMinutesAgo - tookMinutes) * 60_000).toISOString(),
});

test("the span of the timeline fits the runs, and runs at the same time lie above each other", () => {
  const { start, bars, lanes } = timelineOf([run(60, 30), run(45, 30), run(15, null)], now);
  expect([start, lanes]).toEqual(["1 h ago", 2]);
  expect(bars.map(({ lane, left, width }) => [lane, left, width])).toEqual([
    [0, 0, 50],
    [1, 25, 50],
    [0, 75, 25],
  ]);
});

test("what ran for a moment, and just now, is still to be seen", () => {
  const [bar] = timelineOf([run(0, 0)], now).bars;
  expect([(bar?.left ?? 0) < 100, (bar?.width ?? 0) > 0.5]).toEqual([true, true]);
});
