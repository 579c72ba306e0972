/** What the queue has to say: its troubles, once each; its chatter, never. */
import { Logger } from "graphile-worker";
import type { ProcessLog } from "../process-log.ts";

export const createQueueLogger = (log: ProcessLog): Logger =>
  new Logger(() => (level, message) => {
    if (level === "error") log.trouble("queue", firstLine(message));
  });

const firstLine = (message: string): string => message.split("\n")[0] ?? message;
