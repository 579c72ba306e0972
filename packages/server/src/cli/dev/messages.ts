/** What `headwater dev` and its worker processes tell each other. */
import { z } from "zod";

/** As terminal and UI show it; `frame` is the code around its line. */
const ShownProblemSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  fix: z.string(),
  asset: z.string().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  frame: z.string().nullable(),
});

/** Path and stamp of every file that decided what was loaded. */
const files = z.array(z.tuple([z.string(), z.string()]));

/** Of a worker, in this order; it waits for an order before each step. */
export const WorkerNews = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loaded"), files, packages: z.array(z.string()) }),
  z.object({ kind: z.literal("failed"), files, problems: z.array(ShownProblemSchema) }),
  z.object({ kind: z.literal("active"), definitionsVersion: z.string(), detail: z.string() }),
]);

/** To a worker. */
export const WorkerOrder = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prepare"), packages: z.array(z.string()), modules: z.array(z.string()) }),
  z.object({ kind: z.literal("load") }),
  z.object({ kind: z.literal("activate") }),
  z.object({ kind: z.literal("retire"), successor: z.string() }),
]);

export type WorkerNews = z.infer<typeof WorkerNews>;
export type WorkerOrder = z.infer<typeof WorkerOrder>;
