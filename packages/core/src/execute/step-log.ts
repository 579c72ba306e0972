/** The log of a step while it runs: what it says by `ctx.log` and by `console` is passed on, and stored when it has ended. */
import type { NewLogLine } from "../model/log-line.ts";
import type { Claim } from "../store/store.ts";
import { capturingConsole, uncaptured } from "./capture-console.ts";
import type { ExecutionEnvironment } from "./environment.ts";
import { type LogSink, saidLine } from "./log.ts";
import { createLogBuffer } from "./log-buffer.ts";

/**
 * Runs the work of a step in an environment whose log is that of the step, whichever asset or source speaks. Its lines are
 * stored before this returns or throws; that they cannot be stored is said to the log of the process, and fails nothing.
 * What the work leaves behind and says later is passed on only.
 */
export async function withStepLog<T>(
  environment: ExecutionEnvironment,
  { step }: Pick<Claim, "step">,
  work: (environment: ExecutionEnvironment) => Promise<T>,
): Promise<T> {
  const { log: sink, resources } = environment;
  const from = { stepId: step.id, asset: step.asset, attempt: step.attempts };
  const buffer = createLogBuffer(environment.store);
  const pass = (line: NewLogLine): void => uncaptured(() => sink(line));
  const log: LogSink = (said) => {
    const line: NewLogLine = { ...said, ...from };
    buffer.add(line);
    pass(line);
  };
  try {
    return await capturingConsole(
      (printed) => log({ ...saidLine(resources.redactor, printed), ...from }),
      () => work({ ...environment, log }),
    );
  } finally {
    const lost = await buffer.close();
    if (lost !== null) pass({ ...saidLine(resources.redactor, { level: "WARN", stream: "log", message: lossText(lost) }), ...from });
  }
}

const lossText = ({ lines, reason }: { readonly lines: number; readonly reason: unknown }): string =>
  `The log could not be stored, and lost its last ${lines} lines: ${reason instanceof Error ? reason.message : String(reason)}`;
