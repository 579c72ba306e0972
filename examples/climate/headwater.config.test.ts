/** The whole pipeline in memory: on the real files, and with a source replaced. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInstance, materialize, type RunResult } from "@headwater/core";
import { expect, onTestFinished, test } from "vitest";
import definitions from "./headwater.config.ts";
import { report } from "./report.ts";
import { hotDays, monthlyMeans } from "./weather.ts";

const root = import.meta.dirname;

test("the real files make a report", async () => {
  const result = await materialize(definitions, { root });
  expect(result.status).toBe("SUCCEEDED");
  const { highlights, chart } = result.value(report);
  expect(highlights[0]).toBe("53 hot days, the hottest on 2014-08-11 with 35.6 °C.");
  expect(chart).toMatch(/^<svg .*2019 \(light\).*<\/svg>$/s);
});

test("given rows take the place of a source", async () => {
  const reading = { date: "2015-07-31", precipitation: "0", temp_max: "34", temp_min: "16", wind: "2", weather: "sun" };
  const result = await materialize(definitions, {
    root,
    sources: { "raw/seattle_weather": [reading] },
    select: "weather/hot_days, weather/monthly_means, weather/days",
  });
  expect(await result.value(hotDays).rows()).toEqual([{ date: "2015-07-31", high: 34 }]);
  expect(await result.value(monthlyMeans).rows()).toEqual([{ month: "2015-07", mean: 25 }]);
});

test("what is materialized once is not materialized again", async () => {
  const instance = await createInstance(definitions, { root });
  expect((await instance.materialize()).steps).toHaveLength(11);
  expect((await instance.materialize()).steps).toEqual([]);
  expect((await instance.status()).every(({ status }) => status === "FRESH")).toBe(true);
});

test("a correction of a tenth of a degree ends at the monthly means, one of ten degrees reaches the report", async () => {
  const copy = await mkdtemp(join(tmpdir(), "climate-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  await cp(join(root, "data"), join(copy, "data"), { recursive: true });
  const instance = await createInstance(definitions, { root: copy });
  await instance.materialize();
  const line = ["weather/days", "weather/monthly_means", "weather/anomalies", "climate/report"];

  await correct(copy, "2014-03-15,8.1,16.7,", "2014-03-15,8.1,16.8,");
  const small = await instance.materialize();
  expect(outcomes(small, line)).toBe("SUCCEEDED SUCCEEDED UNCHANGED UNCHANGED");

  await correct(copy, "2014-03-15,8.1,16.8,", "2014-03-15,8.1,26.8,");
  const large = await instance.materialize();
  expect(outcomes(large, line)).toBe("SUCCEEDED SUCCEEDED SUCCEEDED SUCCEEDED");
});

async function correct(directory: string, before: string, after: string): Promise<void> {
  const file = join(directory, "data/seattle-weather.csv");
  const text = await readFile(file, "utf8");
  expect(text.includes(before)).toBe(true);
  await writeFile(file, text.replace(before, after));
}

const outcomes = (result: RunResult, keys: readonly string[]) => keys.map((key) => result.step({ key }).outcome).join(" ");
