/** The schema's enums as types, and the questions that are asked of them. */
import type { introspection } from "./graphql-env.d.ts";

type EnumValues<Name extends keyof introspection["types"]> = introspection["types"][Name] extends { enumValues: infer Values } ? Values : never;

export type Status = EnumValues<"Status">;
export type Outcome = EnumValues<"Outcome">;
export type RunStatus = EnumValues<"RunStatus">;
export type Action = EnumValues<"Action">;
export type LogLevel = EnumValues<"LogLevel">;

/** From the least to the most important. */
export const logLevels: readonly LogLevel[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

/** A run that has not ended yet. */
export const isOpen = (status: RunStatus): boolean => status === "QUEUED" || status === "RUNNING" || status === "CANCELLING";
/** A step that has ended. */
export const hasEnded = (outcome: Outcome): boolean => outcome !== "WAITING" && outcome !== "RUNNING";
