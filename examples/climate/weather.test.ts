/** The functions of the weather assets, each by itself. */
import { expect, test } from "vitest";
import { anomalies, days, hotDays, monthlyMeans, monthlyNormals, summer, winter } from "./weather.ts";

const day = (date: string, high: number, low: number, rain = 0) => ({ date, high, low, mean: (high + low) / 2, rain });

test("a day's mean lies between its extremes", async () => {
  const reading = { date: "2015-07-31", precipitation: 1.5, temp_max: 34, temp_min: 16, wind: 2, weather: "sun" as const };
  const table = await days.invoke({ readings: [reading] });
  expect(await table.rows()).toEqual([{ date: "2015-07-31", high: 34, low: 16, mean: 25, rain: 1.5 }]);
});

// #region invoke
test("a day at the threshold is not hot", async () => {
  const inputs = { days: [day("2015-07-30", 30, 15), day("2015-07-31", 30.1, 15)] };
  expect(await (await hotDays.invoke(inputs)).rows()).toEqual([{ date: "2015-07-31", high: 30.1 }]);
  expect(await (await hotDays.invoke(inputs, { config: { threshold: 33 } })).rows()).toEqual([]);
});
// #endregion

test("monthly means do not see a correction smaller than their rounding", async () => {
  const july = Array.from({ length: 31 }, (_, index) => day(`2015-07-${String(index + 1).padStart(2, "0")}`, 25, 15));
  const corrected = july.with(0, day("2015-07-01", 25.1, 15));
  const expected = [{ month: "2015-07", mean: 20 }];
  expect(await (await monthlyMeans.invoke({ days: july })).rows()).toEqual(expected);
  expect(await (await monthlyMeans.invoke({ days: corrected })).rows()).toEqual(expected);
});

test("normals are the means of the hours of each month", async () => {
  const hours = Array.from({ length: 12 }, (_, month) => [
    { date: `2010-${String(month + 1).padStart(2, "0")}-01T01:00:00`, temperature: month },
    { date: `2010-${String(month + 1).padStart(2, "0")}-01T02:00:00`, temperature: month + 1 },
  ]);
  expect(await monthlyNormals.invoke({ hours: hours.flat() })).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5]);
});

test("an anomaly compares a month with what is normal for it", async () => {
  const normals = [5, 6, 8, 10, 13, 16, 18, 18, 16, 11, 7, 4];
  const table = await anomalies.invoke({ monthlyMeans: [{ month: "2015-02", mean: 8.1 }], monthlyNormals: normals });
  expect(await table.rows()).toEqual([{ month: "2015-02", mean: 8.1, normal: 6, anomaly: 2.1 }]);
});

test("a season counts its own months only", async () => {
  const inputs = { days: [day("2015-01-10", 8, 2, 5), day("2015-07-10", 26, 14, 0), day("2015-08-10", 28, 16, 2)] };
  expect(await summer.invoke(inputs)).toEqual({ mean: 21, rainPerDay: 1, dryDays: 1 });
  expect(await winter.invoke(inputs)).toEqual({ mean: 5, rainPerDay: 5, dryDays: 0 });
});
