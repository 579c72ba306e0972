/** Draws the report's charts as SVG text, without a browser. */
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

export interface ClimateSeries {
  readonly months: readonly { readonly month: string; readonly anomaly: number }[];
  readonly years: readonly { readonly year: number; readonly co2: number; readonly temperature: number }[];
}

export function drawClimate({ months, years }: ClimateSeries): Promise<string> {
  return drawSvg({
    vconcat: [
      {
        title: "Seattle: degrees above and below normal, by month",
        width: 600,
        height: 140,
        data: { values: [...months] },
        mark: "bar",
        encoding: {
          x: { field: "month", type: "temporal", timeUnit: "utcyearmonth", title: null },
          y: { field: "anomaly", type: "quantitative", title: "°C" },
          color: { condition: { test: "datum.anomaly < 0", value: "#3b82c4" }, value: "#d9622b" },
        },
      },
      {
        title: `The world: carbon dioxide and temperature, ${years[0]?.year} (dark) to ${years.at(-1)?.year} (light)`,
        width: 600,
        height: 180,
        data: { values: [...years] },
        mark: { type: "point", filled: true },
        encoding: {
          x: { field: "co2", type: "quantitative", scale: { zero: false }, title: "CO2 (ppm)" },
          y: { field: "temperature", type: "quantitative", title: "°C" },
          color: { field: "year", type: "quantitative", scale: { scheme: "viridis" }, legend: null },
        },
      },
    ],
  });
}

async function drawSvg(spec: TopLevelSpec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
