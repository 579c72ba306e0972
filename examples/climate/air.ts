/** Carbon dioxide and global temperature: two long records, and how they move together. */
import { asset, table } from "@headwater/core";
import { z } from "zod";
import { globalTemperature, maunaLoaCo2 } from "./sources.ts";
import { linearFit, mean, round } from "./statistics.ts";

const common = { owners: ["air@example.org"] };

export const yearlyCo2 = asset("air/yearly_co2", {
  ...common,
  description: "Mean carbon dioxide by year in parts per million; years with missing months are left out.",
  inputs: { months: maunaLoaCo2 },
  output: table(z.object({ year: z.number().int(), co2: z.number() })),
  run: async ({ months }) => {
    const years = Map.groupBy(await months.rows(), (month) => Number(month.Date.slice(0, 4)));
    const complete = [...years].filter(([, rows]) => rows.length === 12);
    return complete.map(([year, rows]) => ({ year, co2: round(mean(rows.map((row) => row.CO2)), 2) }));
  },
});

export const co2AndTemperature = asset("air/co2_and_temperature", {
  ...common,
  description: "Both records side by side, for the years that both have.",
  inputs: { yearlyCo2, globalTemperature },
  output: table(z.object({ year: z.number().int(), co2: z.number(), temperature: z.number() })),
  run: async ({ yearlyCo2, globalTemperature }) => {
    const co2ByYear = new Map((await yearlyCo2.rows()).map(({ year, co2 }) => [year, co2]));
    return (await globalTemperature.rows()).flatMap(({ year, temp }) => {
      const co2 = co2ByYear.get(year);
      return co2 === undefined ? [] : [{ year, co2, temperature: temp }];
    });
  },
});

export const sensitivity = asset("air/sensitivity", {
  ...common,
  description: "How much warmer the globe was for every 100 ppm of carbon dioxide: the slope of a straight line, not a forecast.",
  inputs: { co2AndTemperature },
  output: z.object({ degreesPer100ppm: z.number(), r2: z.number().min(0).max(1) }),
  run: async ({ co2AndTemperature }) => {
    const { slope, r2 } = linearFit((await co2AndTemperature.rows()).map(({ co2, temperature }) => [co2, temperature] as const));
    return { degreesPer100ppm: round(slope * 100, 2), r2: round(r2, 2) };
  },
});
