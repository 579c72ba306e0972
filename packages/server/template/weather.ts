/** Hot days of a summer: a source that is observed, and two assets that are computed from it. */
import { asset, csvFile, source, table } from "@headwater/core";
import { z } from "zod";

const Reading = z.object({ date: z.iso.date(), temp_max: z.coerce.number(), precipitation: z.coerce.number() });

/** Raw data: Headwater notices when the file changes. */
export const readings = source("raw/readings", csvFile("data/readings.csv", Reading));

export const hotDays = asset("weather/hot_days", {
  description: "Days above the threshold.",
  inputs: { readings },
  config: z.object({ threshold: z.number().default(30) }),
  output: table(Reading.pick({ date: true, temp_max: true })),
  run: async ({ readings }, { config }) => (await readings.rows()).filter((day) => day.temp_max > config.threshold),
});

export const summary = asset("weather/summary", {
  description: "One sentence about the hot days.",
  inputs: { hotDays },
  output: z.string(),
  run: async ({ hotDays }) => {
    const days = await hotDays.rows();
    const hottest = days.reduce<(typeof days)[number] | null>((most, day) => (most === null || day.temp_max > most.temp_max ? day : most), null);
    return hottest === null ? "No hot days." : `${days.length} hot days, the hottest on ${hottest.date} with ${hottest.temp_max} °C.`;
  },
});
