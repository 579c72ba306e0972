/** What the asset page says is to be done. */
import { expect, test } from "vitest";
import { nextStep } from "./next-step.ts";
import type { AssetLink } from "./queries.ts";

const asset: Parameters<typeof nextStep>[0] = { isDefined: true, isSource: false, status: "STALE", upstream: [], lastObservation: null };
const link = (status: "FRESH" | "STALE", more: Partial<AssetLink["asset"]> = {}, after = false): AssetLink => ({
  input: "x",
  after,
  asset: { key: "x", status, isSource: false, isDefined: true, columns: null, latest: null, lastObservation: null, ...more },
});
const plan = (upstream: AssetLink[]) => nextStep({ ...asset, upstream }).plan;

test("what is stale upstream is materialized with it, unless it only orders or is a source", () => {
  expect(plan([link("FRESH")])).toBe("open");
  expect(plan([link("STALE")])).toBe("upstream");
  expect(plan([link("STALE", {}, true)])).toBe("open");
  expect(plan([link("STALE", { isSource: true })])).toBe("open");
});

test("nothing is offered for what is fresh, a source, or no longer defined", () => {
  expect(
    [nextStep({ ...asset, status: "FRESH" }), nextStep({ ...asset, isSource: true }), nextStep({ ...asset, isDefined: false })].map((step) => step.plan),
  ).toEqual([null, null, null]);
});
