/** Assets are functions of their inputs: their tests need no database and no server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { materialize } from "@headwater/core";
import definitions from "./headwater.config.ts";
import { hotDays, summary } from "./weather.ts";

const day = (date: string, temp_max: number) => ({ date, temp_max, precipitation: 0 });

test("a day at the threshold is not hot", async () => {
  const rows = await hotDays.invoke({ readings: [day("2015-07-30", 30), day("2015-07-31", 30.5)] });
  assert.deepEqual(await rows.rows(), [{ date: "2015-07-31", temp_max: 30.5 }]);
});

test("the threshold is config", async () => {
  const rows = await hotDays.invoke({ readings: [day("2015-07-31", 34)] }, { config: { threshold: 35 } });
  assert.deepEqual(await rows.rows(), []);
});

test("the files of this project make a summary", async () => {
  const result = await materialize(definitions, { root: import.meta.dirname });
  assert.equal(result.status, "SUCCEEDED");
  assert.match(result.value(summary), /hot days, the hottest on/);
});
