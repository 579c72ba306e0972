/** The page at the end of the line: a few sentences and a chart. */
import { asset } from "@headwater/core";
import { z } from "zod";
import { co2AndTemperature, sensitivity } from "./air.ts";
import { drawClimate } from "./chart.ts";
import { maxBy } from "./statistics.ts";
import { anomalies, hotDays, summer, winter } from "./weather.ts";

export const report = asset("climate/report", {
  description: "Seattle's weather and the world's air, on one page.",
  owners: ["editors@example.org"],
  tags: { audience: "public" },
  inputs: { hotDays, anomalies, summer, winter, co2AndTemperature, sensitivity },
  output: z.object({
    title: z.string(),
    highlights: z.array(z.string()),
    chart: z.string().meta({ contentMediaType: "image/svg+xml" }),
  }),
  run: async ({ hotDays, anomalies, summer, winter, co2AndTemperature, sensitivity }) => {
    const hot = await hotDays.rows();
    const months = await anomalies.rows();
    const years = await co2AndTemperature.rows();
    const hottest = maxBy(hot, (day) => day.high);
    const warmest = maxBy(months, (month) => month.anomaly);
    return {
      title: "Seattle and the world",
      highlights: [
        hottest ? `${hot.length} hot days, the hottest on ${hottest.date} with ${hottest.high} °C.` : "No hot days.",
        warmest ? `${warmest.month} stood out most: ${warmest.mean} °C, where ${warmest.normal} °C is normal.` : "No months to compare.",
        `Summer is ${summer.mean} °C with ${summer.rainPerDay} mm of rain a day, winter ${winter.mean} °C with ${winter.rainPerDay} mm.`,
        `For every 100 ppm of carbon dioxide the globe was ${sensitivity.degreesPer100ppm} °C warmer (r² ${sensitivity.r2}).`,
      ],
      chart: await drawClimate({ months, years }),
    };
  },
});
