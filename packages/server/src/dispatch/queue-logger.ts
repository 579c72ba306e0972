/** What the queue has to say: its troubles, once each; its chatter, never. */
import { Logger } from "graphile-worker";
import type { ProcessLog } from "../process-log.ts";

/** The kind under which troubles are told, and their end. */
export const queueTrouble = "queue";

export const createQueueLogger = (log: ProcessLog): Logger =>
  new Logger(() => (level, message) => {
    // a broken listener complains at every attempt, each time in other words, and cannot stop listening either
    if (level !== "error" || message.includes("UNLISTEN")) return;
    log.trouble(queueTrouble, message.startsWith("Error with notify listener") ? "the connection to Postgres broke; trying again" : firstLine(message));
  });

const firstLine = (message: string): string => message.split("\n")[0] ?? message;
