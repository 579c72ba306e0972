/** The only reader of `process.env`. */
import { type FaultPoint, faultPoints, HeadwaterError } from "@headwater/core/engine";
import { z } from "zod";

/** What the environment says; flags of the command line win over it. */
export interface Config {
  readonly host: string | null;
  readonly port: number | null;
  /** Whoever calls the server must present it; required on any other address than loopback. */
  readonly token: string | null;
  readonly databaseUrl: string | null;
  /** Where this process is to kill itself, for crash tests: the name of a fault point and which pass through it. */
  readonly fault: { readonly point: FaultPoint; readonly pass: number } | null;
  /** How long the import of an entry file may take. */
  readonly importTimeoutMs: number;
  readonly colors: "always" | "never" | "terminal";
  /** A terminal that can neither colour nor move its cursor. */
  readonly isDumb: boolean;
}

export const defaultImportTimeoutMs = 60_000;
const importSeconds = "a number of seconds above 0, at most 86400 (a day)";

const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const DatabaseUrl = z.string().regex(/^postgres(ql)?:\/\//, "a URL such as postgres://user:password@host:5432/database");

const FaultSchema = z
  .string()
  .regex(new RegExp(`^(${faultPoints.join("|")})(:[1-9]\\d*)?$`), `the name of a fault point (${faultPoints.join(", ")}), or name:n for its n-th pass`)
  .transform((text) => {
    const [point, pass = "1"] = text.split(":");
    return { point: point as FaultPoint, pass: Number(pass) };
  });

const EnvironmentSchema = z.object({
  HEADWATER_HOST: optional(z.string("an address, such as 127.0.0.1")),
  HEADWATER_PORT: optional(
    z.string().regex(/^\d+$/, "a port number from 0 to 65535").transform(Number).pipe(z.number().max(65_535, "a port number from 0 to 65535")),
  ),
  HEADWATER_TOKEN: optional(z.string()),
  DATABASE_URL: optional(DatabaseUrl),
  HEADWATER_FAULT_POINT: optional(FaultSchema),
  HEADWATER_IMPORT_TIMEOUT: optional(
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, importSeconds)
      .transform(Number)
      .pipe(z.number().positive(importSeconds).max(86_400, importSeconds)),
  ),
  NO_COLOR: optional(z.string()),
  FORCE_COLOR: optional(z.string()),
  TERM: optional(z.string()),
});

/**
 * Parses the environment.
 * @throws HeadwaterError `OPTION_INVALID` naming the first variable that makes no sense
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = EnvironmentSchema.safeParse(environment);
  if (!parsed.success) throw invalidVariable(parsed.error.issues[0], environment);
  const { HEADWATER_FAULT_POINT: fault, NO_COLOR: noColor, FORCE_COLOR: forceColor, ...rest } = parsed.data;
  return {
    host: rest.HEADWATER_HOST ?? null,
    port: rest.HEADWATER_PORT ?? null,
    token: rest.HEADWATER_TOKEN ?? null,
    databaseUrl: rest.DATABASE_URL ?? null,
    fault: fault ?? null,
    importTimeoutMs: rest.HEADWATER_IMPORT_TIMEOUT === undefined ? defaultImportTimeoutMs : rest.HEADWATER_IMPORT_TIMEOUT * 1_000,
    colors: noColor !== undefined || forceColor === "0" || forceColor === "false" ? "never" : forceColor !== undefined ? "always" : "terminal",
    isDumb: rest.TERM === "dumb",
  };
}

/** The value of a secret that a resource names. */
export const readSecret = (name: string): string | undefined => process.env[name];

/**
 * The database that a command is to use: the one that it names, else that of the environment; `undefined`: one of the project's own.
 * @throws HeadwaterError `OPTION_INVALID`
 */
export function databaseUrlOf(options: { readonly databaseUrl?: string }, config: Config): string | undefined {
  const { databaseUrl } = options;
  if (databaseUrl === undefined) return config.databaseUrl ?? undefined;
  const parsed = DatabaseUrl.safeParse(databaseUrl);
  if (parsed.success) return databaseUrl;
  throw new HeadwaterError("OPTION_INVALID", {
    option: "--database-url",
    found: withoutPassword(databaseUrl),
    expected: parsed.error.issues[0]?.message ?? "",
  });
}

/** The environment for a child process: this one's, with some variables set. */
export const childEnvironment = (set: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({ ...process.env, ...set });

function invalidVariable(issue: z.core.$ZodIssue | undefined, environment: NodeJS.ProcessEnv): HeadwaterError {
  const option = String(issue?.path[0] ?? "the environment");
  const given = environment[option] ?? "";
  const found = option === "DATABASE_URL" ? withoutPassword(given) : given;
  return new HeadwaterError("OPTION_INVALID", { option, found, expected: issue?.message ?? "another value" });
}

/** As much of a URL as cannot hold a password. */
const withoutPassword = (url: string): string => (url.length <= 8 ? url : `${url.slice(0, 8)}...`);
