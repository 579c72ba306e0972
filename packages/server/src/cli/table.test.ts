import { describe, expect, it } from "vitest";
import { widthOf } from "./fit-text.ts";
import { type Fit, tableLines } from "./table.ts";

const fits: readonly Fit[] = ["icon", "middle", "keep", "drop", "wrap"];
const row = (...texts: string[]) => texts.map((text) => ({ text }));
const rows = [
  row("●", "weather/stations/hot_days", "stale", "3 minutes ago", "raw/seattle_weather changed, and so did the threshold"),
  row("✓", "air/co2", "fresh", "", ""),
];
const lines = (width: number, indent = 0) => tableLines(fits, rows, { width, indent });

describe("a table", () => {
  it("is as wide as its texts where nobody watches", () => {
    expect(lines(Number.POSITIVE_INFINITY)).toEqual([
      "● weather/stations/hot_days  stale  3 minutes ago  raw/seattle_weather changed, and so did the threshold",
      "✓ air/co2                    fresh",
    ]);
  });

  it("breaks reasons into lines beside their row", () => {
    expect(lines(80)).toEqual([
      "● weather/stations/hot_days  stale  3 minutes ago  raw/seattle_weather changed,",
      "                                                   and so did the threshold",
      "✓ air/co2                    fresh",
    ]);
  });

  it("leaves out what is least needed, then shortens keys in the middle", () => {
    expect(lines(66)).toEqual([
      "● weather/stations/hot_days  stale  raw/seattle_weather changed,",
      "                                    and so did the threshold",
      "✓ air/co2                    fresh",
    ]);
    expect(lines(60)[0]).toMatch(/^● weather\/\S*…\S*days {2}stale {2}raw\/seattle_weather changed,$/);
  });

  it("puts reasons below their row where there is no room beside it", () => {
    expect(lines(34)).toEqual([
      "● weather/stations/hot_days  stale",
      "  raw/seattle_weather changed, and",
      "  so did the threshold",
      "✓ air/co2                    fresh",
    ]);
  });

  it("fits 20 columns", () => {
    expect(lines(20)).toEqual(["● weath…_days  stale", "  raw/seattle_weathe", "  r changed, and so", "  did the threshold", "✓ air/co2      fresh"]);
  });

  it.each(Array.from({ length: 200 }, (_, index) => index + 1))("has no line wider than %i columns", (width) => {
    const wide = [row("●", "天気/暑い日/👩‍👩‍👧‍👦/observatory", "upstream stale", "12 minutes ago", "天気 changed 🌧️ and so did مطر في الليل"), ...rows];
    for (const indent of [0, 2, 4]) {
      for (const line of tableLines(fits, wide, { width, indent })) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
  });

  it("paints texts, not the blanks beside them", () => {
    const paint = (text: string) => `\u001B[31m${text}\u001B[39m`;
    expect(tableLines(["keep", "keep"], [[{ text: "a", paint }, { text: "b" }], row("long", "b")], { width: 80 })).toEqual([
      "\u001B[31ma\u001B[39m     b",
      "long  b",
    ]);
  });
});
