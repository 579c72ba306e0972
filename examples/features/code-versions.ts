/** What of the code counts, and how an author says what else does. */
import { readFileSync } from "node:fs";
import { asset, define, env } from "@headwater/core";
import { z } from "zod";
import { normalise } from "./units.ts";

// #region reaches
const Limit = z.object({ low: z.number(), high: z.number() });
const limits = Limit.parse({ low: -40, high: 50 });

export const clean = asset("weather/clean", {
  description: "Temperatures that can be true.",
  output: z.array(z.number().min(limits.low).describe("degrees Celsius")),
  run: () => [50, 86].map(normalise).filter((value) => value < limits.high),
});
// #endregion

// #region params
const seasons = { summer: ["06", "07", "08"], winter: ["12", "01", "02"] };

export const months = Object.entries(seasons).map(([season, list]) =>
  asset(`weather/${season}_months`, {
    params: { list },
    output: z.number(),
    run: () => list.length,
  }),
);
// #endregion

// #region extra-inputs
const root = new URL("./", import.meta.url);

export const report = asset("weather/report", {
  extraInputs: ["templates/*.txt", env("REPORT_LANGUAGE")],
  output: z.string(),
  run: () => readFileSync(new URL(`templates/${process.env.REPORT_LANGUAGE ?? "en"}.txt`, root), "utf8"),
});
// #endregion

// #region define
export const definitions = define({
  include: [clean, months, report],
  untrackedPackages: ["pino"], // a logger computes nothing
});
// #endregion
