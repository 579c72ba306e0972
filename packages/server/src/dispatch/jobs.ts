/** The two kinds of jobs that travel through the queue: thin, because the `step` and `run` tables hold the truth. */
import { z } from "zod";

export const StepJob = z.object({ stepId: z.string(), attempt: z.number().int() });
export const ObserveJob = z.object({ requestId: z.string() });

export type StepJob = z.infer<typeof StepJob>;
export type ObserveJob = z.infer<typeof ObserveJob>;

/** A job key makes a job that is sent twice one job. */
export const stepJobKey = (job: StepJob): string => `step:${job.stepId}:${job.attempt}`;
export const observeJobKey = (job: ObserveJob): string => `observe:${job.requestId}`;

/** The run of a step by the step's id. */
export const runIdOf = (stepId: string): string => stepId.slice(0, stepId.lastIndexOf("."));

/** Marks the steps of runs that were planned on these definitions: who serves others leaves them to those who serve these. */
export const definitionsFlag = (version: string): string => `definitions:${version}`;

/** The queue's tables live in a schema of their own, whatever the environment says. */
export const queueSchema = "graphile_worker";
