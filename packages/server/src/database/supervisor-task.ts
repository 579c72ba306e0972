/** What a supervisor is told when it is started, and what its exit code says. */
import type { PostmasterOptions } from "./postmaster.ts";

export interface SupervisorTask extends Omit<PostmasterOptions, "port"> {
  readonly stateFile: string;
}

/** `taken`: another supervisor holds the data directory. */
export const exitCodes = { failed: 1, taken: 3 } as const;

/** Whoever starts a supervisor takes a seat at once; without one, Postgres stops again. */
export const firstUserMs = 15_000;
