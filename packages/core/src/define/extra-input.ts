/** `extraInputs`: what a function reads beside its code and its inputs, files by glob and variables of the environment by `env`. */
import { describeValue } from "../model/describe-value.ts";

/** A variable of the environment. Made by `env`. */
export interface EnvironmentInput {
  readonly kind: "env";
  readonly name: string;
}

/** A glob of files, relative to the directory of the entry file, or a variable of the environment. */
export type ExtraInput = string | EnvironmentInput;

/**
 * Names a variable of the environment, for `extraInputs`: another value makes the asset stale. Only a hash of the value is kept. For what is
 * secret write `secret`, which changes nothing when it is renewed.
 *
 * @example
 * export const orders = asset("dw/orders", {
 *   extraInputs: ["sql/*.sql", env("REGION")],
 *   output: z.number(),
 *   run: () => countOrders(readFileSync("sql/orders.sql", "utf8"), process.env.REGION),
 * });
 */
export const env = (name: string): EnvironmentInput => Object.freeze({ kind: "env", name });

const isEnvironmentInput = (value: unknown): value is EnvironmentInput =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "env" && "name" in value;

/** What is wrong with one of `extraInputs`, as far as its text says; `null`: nothing. */
export function extraInputProblem(value: unknown): string | null {
  if (typeof value === "string") return globProblem(value);
  if (!isEnvironmentInput(value)) return `expected a glob of files, such as "sql/*.sql", or env("REGION"), found ${describeValue(value)}`;
  if (typeof value.name === "string" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value.name)) return null;
  return `env() was given ${describeValue(value.name)}, not the name of a variable, such as env("REGION")`;
}

function globProblem(glob: string): string | null {
  if (glob.trim() === "") return `expected a glob of files, such as "sql/*.sql", found ${describeValue(glob)}`;
  const isAbsolute = glob.startsWith("/") || /^[A-Za-z]:[\\/]/.test(glob);
  if (!isAbsolute && !glob.split(/[\\/]/).includes("..")) return null;
  return `${describeValue(glob)} leads out of the directory of the entry file, where all extra inputs lie`;
}
