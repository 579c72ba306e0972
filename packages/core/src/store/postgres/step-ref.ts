/** Names a step by its run and position, as the table does; elsewhere it is one text, `<run id>.<ordinal>`. */
export interface StepRef {
  readonly runId: string;
  readonly ordinal: number;
}

export const stepIdOf = (runId: string, ordinal: number): string => `${runId}.${ordinal}`;

/** `null` for a text that is no step id. */
export function parseStepId(stepId: string): StepRef | null {
  const match = /^(.+)\.(\d{1,9})$/s.exec(stepId);
  return match?.[1] === undefined || match[2] === undefined ? null : { runId: match[1], ordinal: Number(match[2]) };
}
