/** The functions of the air assets, each by itself. */
import { expect, test } from "vitest";
import { co2AndTemperature, sensitivity, yearlyCo2 } from "./air.ts";

const months = (year: number, count: number, co2: number) =>
  Array.from({ length: count }, (_, index) => ({ Date: `${year}-${String(index + 1).padStart(2, "0")}-01`, CO2: co2, "adjusted CO2": co2 }));

test("years with missing months are left out", async () => {
  const table = await yearlyCo2.invoke({ months: [...months(1958, 10, 315), ...months(1959, 12, 316)] });
  expect(await table.rows()).toEqual([{ year: 1959, co2: 316 }]);
});

test("only years that both records have stand side by side", async () => {
  const table = await co2AndTemperature.invoke({
    yearlyCo2: [
      { year: 1959, co2: 316 },
      { year: 1960, co2: 317 },
    ],
    globalTemperature: [
      { year: 1880, temp: -0.2 },
      { year: 1960, temp: 0 },
    ],
  });
  expect(await table.rows()).toEqual([{ year: 1960, co2: 317, temperature: 0 }]);
});

test("points on a line give its slope", async () => {
  const points = [0, 10, 20].map((offset) => ({ year: 1960 + offset, co2: 320 + offset, temperature: offset / 100 }));
  expect(await sensitivity.invoke({ co2AndTemperature: points })).toEqual({ degreesPer100ppm: 1, r2: 1 });
});
