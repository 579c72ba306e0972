/** The raw files: observed by their content, never computed. Where each one comes from: data/LICENSES.md. */
import { csvFile, source } from "@headwater/core";
import { z } from "zod";

const Celsius = z.coerce.number().min(-90).max(60);

const DailyReading = z.object({
  date: z.iso.date(),
  precipitation: z.coerce.number().nonnegative().describe("millimetres"),
  temp_max: Celsius,
  temp_min: Celsius,
  wind: z.coerce.number().nonnegative(),
  weather: z.enum(["drizzle", "fog", "rain", "snow", "sun"]),
});

const HourlyNormal = z.object({
  date: z.iso.datetime({ local: true }),
  pressure: z.coerce.number().describe("hectopascal"),
  temperature: Celsius,
  wind: z.coerce.number().nonnegative(),
});

const Co2Reading = z.object({
  Date: z.iso.date(),
  CO2: z.coerce.number().positive().describe("parts per million"),
  "adjusted CO2": z.coerce.number().positive().describe("parts per million, without the seasonal cycle"),
});

const GlobalTemperature = z.object({
  year: z.coerce.number().int(),
  temp: z.coerce.number().describe("degrees Celsius above or below the mean of the base period"),
});

export const seattleWeather = source("raw/seattle_weather", {
  ...csvFile("data/seattle-weather.csv", DailyReading),
  description: "Daily weather in Seattle, 2012 to 2015 (NOAA).",
});

export const seattleNormals = source("raw/seattle_normals", {
  ...csvFile("data/seattle-weather-hourly-normals.csv", HourlyNormal),
  description: "What each hour of the year is usually like in Seattle, 1981 to 2010 (NOAA).",
});

export const maunaLoaCo2 = source("raw/mauna_loa_co2", {
  ...csvFile("data/co2-concentration.csv", Co2Reading),
  description: "Monthly carbon dioxide at Mauna Loa since 1958 (Scripps CO2 Program).",
});

export const globalTemperature = source("raw/global_temperature", {
  ...csvFile("data/global-temp.csv", GlobalTemperature),
  description: "Global temperature by year since 1880, as a difference from the base period (NASA GISS).",
});
