/** Who a process that runs steps is. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Worker } from "@headwater/core/engine";

const commandLinePrefix = "cli-";

/** Unique also where every container has the same process number. */
export const newWorkerId = (): string => `${hostname()}-${process.pid}-${randomBytes(2).toString("hex")}`;

/** A command that runs steps itself is a worker for its own run only. */
export const newCommandLineId = (): string => `${commandLinePrefix}${process.pid}-${randomBytes(2).toString("hex")}`;

export const isCommandLine = (worker: Pick<Worker, "id">): boolean => worker.id.startsWith(commandLinePrefix);
