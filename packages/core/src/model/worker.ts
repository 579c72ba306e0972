/** A process that loads the definitions, claims steps and runs them. */
export interface Worker {
  readonly id: string;
  readonly tags: readonly string[];
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly running: number;
  readonly slots: number;
  /** Version of the definitions that it serves. */
  readonly definitionsVersion: string;
  readonly codeLocation: string;
  /** Version of Headwater. */
  readonly version: string;
  readonly host: string;
  readonly pid: number;
}

/** A worker whose last heartbeat is older counts as gone. */
export const workerTimeoutMs = 15_000;
