/** A project on real data whose functions write down that they ran: what really happened, not what is reported. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const data = fileURLToPath(new URL("../../../examples/climate/data/", import.meta.url));
// Below the workspace, so that the project finds its packages.
const parent = fileURLToPath(new URL(".", import.meta.url));

const entry = `
import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { asset, csvFile, define, source, table } from "@headwater/core";
import { z } from "zod";

const here = import.meta.dirname;
const ran = (key: string) => {
  appendFileSync(join(here, "ran.log"), key + "\\n");
  if (existsSync(join(here, "broken"))) throw new Error(key + " is broken on purpose");
};
const ranSafely = (key: string) => appendFileSync(join(here, "ran.log"), key + "\\n");

const Day = z.object({ date: z.iso.date(), temp_max: z.coerce.number(), temp_min: z.coerce.number() });
export const weather = source("raw/weather", csvFile("weather.csv", Day));
export const co2 = source("raw/co2", csvFile("co2.csv", z.object({ Date: z.iso.date(), CO2: z.coerce.number() })));

export const days = asset("weather/days", {
  description: "Mean temperature by day.",
  inputs: { weather }, output: table(z.object({ date: z.string(), mean: z.number(), high: z.number() })),
  run: async ({ weather }) => {
    ranSafely("weather/days");
    return (await weather.rows()).map((day) => ({ date: day.date, mean: (day.temp_max + day.temp_min) / 2, high: day.temp_max }));
  },
});
export const means = asset("weather/means", {
  inputs: { days }, output: table(z.object({ month: z.string(), mean: z.number() })),
  run: async ({ days }) => {
    ran("weather/means");
    const months = Map.groupBy(await days.rows(), (day) => day.date.slice(0, 7));
    return [...months].map(([month, rows]) => ({ month, mean: Math.round(rows.reduce((sum, day) => sum + day.mean, 0) / rows.length) }));
  },
});
export const hot = asset("weather/hot", {
  inputs: { days }, config: z.object({ threshold: z.number().default(30) }), output: z.number(),
  run: async ({ days }, { config }) => {
    ranSafely("weather/hot");
    return (await days.rows()).filter((day) => day.high > config.threshold).length;
  },
});
export const summary = asset("weather/summary", {
  inputs: { means, hot }, output: z.object({ months: z.number(), hot: z.number(), warmest: z.number() }),
  run: async ({ means, hot }) => {
    ranSafely("weather/summary");
    const rows = await means.rows();
    return { months: rows.length, hot, warmest: Math.max(...rows.map((row) => row.mean)) };
  },
});
export const headline = asset("weather/headline", {
  inputs: { summary }, output: z.string(),
  run: ({ summary }) => { ranSafely("weather/headline"); return summary.hot + " hot days in " + summary.months + " months"; },
});
export const yearly = asset("air/yearly", {
  inputs: { co2 }, output: z.number(),
  run: async ({ co2 }) => { ranSafely("air/yearly"); return (await co2.rows()).length; },
});
export default define({ include: [weather, co2, days, means, hot, summary, headline, yearly] });
`;

export interface Project extends Disposable {
  readonly directory: string;
  readonly entry: string;
  /** The raw weather file. */
  readonly weather: string;
  /** What ran since the last call, sorted. */
  ran(): readonly string[];
  /** Changes the highest temperature of one day, in place; returns what it was. */
  setHigh(date: string, high: string): string;
  /** Makes `weather/means` throw, or not any more. */
  setBroken(broken: boolean): void;
}

export function createProject(): Project {
  const directory = mkdtempSync(join(parent, ".tmp-"));
  const file = (name: string): string => join(directory, name);
  writeFileSync(file("headwater.config.ts"), entry);
  cpSync(join(data, "seattle-weather.csv"), file("weather.csv"));
  cpSync(join(data, "co2-concentration.csv"), file("co2.csv"));
  let read = 0;
  return {
    directory,
    entry: file("headwater.config.ts"),
    weather: file("weather.csv"),
    ran() {
      const lines = existsSync(file("ran.log")) ? readFileSync(file("ran.log"), "utf8").trim().split("\n") : [];
      const news = lines.slice(read);
      read = lines.length;
      return news.sort();
    },
    setHigh(date, high) {
      const [header = "", ...rows] = readFileSync(file("weather.csv"), "utf8").split("\n");
      const column = header.split(",").indexOf("temp_max");
      let before = "";
      const changed = rows.map((row) => {
        const cells = row.split(",");
        if (cells[0] !== date) return row;
        before = cells[column] ?? "";
        return cells.with(column, high).join(",");
      });
      if (before === "") throw new Error(`no row for ${date}`);
      writeFileSync(file("weather.csv"), [header, ...changed].join("\n"));
      return before;
    },
    setBroken(broken) {
      if (broken) writeFileSync(file("broken"), "");
      else rmSync(file("broken"), { force: true });
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
