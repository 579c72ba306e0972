/** Seattle's weather: from daily readings to hot days, monthly anomalies and seasons. */
import { asset, from, table } from "@headwater/core";
import { z } from "zod";
import { seattleNormals, seattleWeather } from "./sources.ts";
import { mean, round, sum } from "./statistics.ts";

const Day = z.object({ date: z.iso.date(), high: z.number(), low: z.number(), mean: z.number(), rain: z.number() });

const common = { owners: ["weather@example.org"], tags: { city: "seattle" } };

export const days = asset("weather/days", {
  ...common,
  description: "One row per day: temperatures in degrees Celsius, rain in millimetres.",
  inputs: { readings: seattleWeather },
  output: table(Day),
  run: async ({ readings }) =>
    (await readings.rows()).map(({ date, temp_max: high, temp_min: low, precipitation: rain }) => ({ date, high, low, mean: (high + low) / 2, rain })),
});

// #region hot-days
export const hotDays = asset("weather/hot_days", {
  ...common,
  description: "Days above the threshold.",
  inputs: { days: from(days, { schema: table(Day.pick({ date: true, high: true })) }) },
  config: z.object({ threshold: z.number().default(30).describe("degrees Celsius") }),
  output: table(Day.pick({ date: true, high: true })),
  run: async ({ days }, { config, log }) => {
    const hot = (await days.rows()).filter((day) => day.high > config.threshold);
    log.info("hot days", { count: hot.length, threshold: config.threshold });
    return hot;
  },
});
// #endregion

export const monthlyMeans = asset("weather/monthly_means", {
  ...common,
  description: "Mean temperature of each month, rounded to a tenth of a degree: smaller corrections of the raw data end here.",
  inputs: { days },
  output: table(z.object({ month: z.string(), mean: z.number() })),
  run: async ({ days }) => {
    const months = Map.groupBy(await days.rows(), (day) => day.date.slice(0, 7));
    return Array.from(months, ([month, rows]) => ({ month, mean: round(mean(rows.map((day) => day.mean)), 1) }));
  },
});

export const monthlyNormals = asset("weather/monthly_normals", {
  ...common,
  description: "The temperature that is normal for each of the twelve months, January first.",
  inputs: { hours: from(seattleNormals, { schema: table(z.object({ date: z.string(), temperature: z.number() })) }) },
  output: z.array(z.number()).length(12),
  run: async ({ hours }) => {
    const months = Map.groupBy(await hours.rows(), (hour) => hour.date.slice(5, 7));
    return Array.from(months.values(), (rows) => round(mean(rows.map((hour) => hour.temperature)), 1));
  },
});

export const anomalies = asset("weather/anomalies", {
  ...common,
  description: "How much warmer or colder each month was than is normal for it.",
  inputs: { monthlyMeans, monthlyNormals },
  output: table(z.object({ month: z.string(), mean: z.number(), normal: z.number(), anomaly: z.number() })),
  run: async ({ monthlyMeans, monthlyNormals }) =>
    (await monthlyMeans.rows()).map(({ month, mean }) => {
      const normal = monthlyNormals[Number(month.slice(5)) - 1] ?? Number.NaN;
      return { month, mean, normal, anomaly: round(mean - normal, 1) };
    }),
});

/** One asset per season. What differs between them goes into `params`, so that a change of one makes only that one stale. */
const season = (name: string, months: readonly string[]) =>
  asset(`weather/${name}`, {
    ...common,
    description: `What ${name} is like, over all years.`,
    params: { months },
    inputs: { days },
    output: z.object({ mean: z.number(), rainPerDay: z.number(), dryDays: z.number().int() }),
    run: async ({ days }, { params }) => {
      const rows = (await days.rows()).filter((day) => params.months.includes(day.date.slice(5, 7)));
      return {
        mean: round(mean(rows.map((day) => day.mean)), 1),
        rainPerDay: round(sum(rows.map((day) => day.rain)) / rows.length, 1),
        dryDays: rows.filter((day) => day.rain === 0).length,
      };
    },
  });

export const summer = season("summer", ["06", "07", "08"]);
export const winter = season("winter", ["12", "01", "02"]);
