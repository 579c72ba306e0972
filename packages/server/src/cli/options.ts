/** Flags that several commands share, and how their values are parsed. */
import { HeadwaterError, type Json, type Mode } from "@headwater/core/engine";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";

export interface ProjectOptions {
  readonly entry?: string;
  readonly databaseUrl?: string;
  readonly json?: true;
}

export interface SelectionOptions extends ProjectOptions {
  readonly partition?: string;
  readonly partitions?: string;
}

export interface PlanOptions extends SelectionOptions {
  readonly mode: "stale" | "all";
  readonly upstream?: true;
  readonly config?: { readonly [asset: string]: Json };
}

const selectionHelp = 'assets, such as "weather/*", "+a", "status:stale"';

export const selectionArgument = ["[selection]", selectionHelp, "*"] as const;

/** Of commands that change something: "everything" has to be said. */
export const requiredSelection = ["<selection>", selectionHelp] as const;

export const withProject = (command: Command): Command =>
  command
    .option("--entry <file>", "the file that exports the definitions (default: headwater.config.ts)")
    .option("--database-url <url>", "a Postgres database (default: DATABASE_URL, else one under .headwater/)")
    .option("--json", "one JSON document on stdout");

export const withPartitions = (command: Command): Command =>
  command.addOption(new Option("--partition <key>", "one partition").hideHelp()).addOption(new Option("--partitions <range>", "FROM..TO, or all").hideHelp());

export const withPlan = (command: Command): Command =>
  command
    .addOption(new Option("--mode <mode>", "stale: what is stale or missing; all: everything selected").choices(["stale", "all"]).default("stale"))
    .option("--upstream", "also what is stale or missing upstream of the selection")
    .option("--config <json>", "config for this run, by asset key", parseConfig);

/** @throws HeadwaterError `NOT_PARTITIONED`: no asset is partitioned yet */
export function refusePartitions(options: SelectionOptions): void {
  if (options.partition !== undefined) throw new HeadwaterError("NOT_PARTITIONED", { option: "--partition" });
  if (options.partitions !== undefined) throw new HeadwaterError("NOT_PARTITIONED", { option: "--partitions" });
}

export const modeOf = (mode: PlanOptions["mode"]): Mode => (mode === "all" ? "ALL" : "STALE");

const ConfigByAsset = z.record(z.string(), z.json());

/** Config by asset key, as JSON. */
export function parseConfig(text: string): { readonly [asset: string]: Json } {
  const expected = `It takes JSON by asset key: {"weather/hot_days": {"threshold": 33}}.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`${error instanceof Error ? error.message : String(error)}. ${expected}`);
  }
  const parsed = ConfigByAsset.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(expected);
  return parsed.data;
}

/** A whole number within bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
    return number;
  };
