/** What every command is given, and how its outcome becomes the exit code of the process. */
import type { Config } from "../config.ts";
import type { ExitCode } from "./exit-code.ts";
import { listenForInterrupt } from "./interrupt.ts";
import type { ProjectOptions } from "./options.ts";
import { reportError } from "./report-error.ts";
import { openSession, type Session } from "./session.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

export interface CommandContext {
  readonly config: Config;
  setExitCode(code: ExitCode): void;
}

export interface ProjectCommand {
  readonly session: Session;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. Who asks for it promises to heed it: until then, Ctrl-C ends the process. */
  readonly interrupt: AbortSignal;
}

/** Runs a command; shows its error, if it has one. */
export async function runCommand(context: CommandContext, options: { readonly json?: true }, work: (terminal: Terminal) => Promise<ExitCode>): Promise<void> {
  const terminal = createTerminal({ ...context.config, json: options.json === true });
  try {
    context.setExitCode(await work(terminal));
  } catch (error) {
    context.setExitCode(reportError(terminal, error));
  }
}

/** Runs a command that needs the project's database. */
export const runInProject = (context: CommandContext, options: ProjectOptions, work: (command: ProjectCommand) => Promise<ExitCode>): Promise<void> =>
  runCommand(context, options, async (terminal) => {
    await using session = await openSession(options, context.config);
    let interrupt: AbortSignal | null = null;
    return await work({
      session,
      terminal,
      get interrupt() {
        interrupt ??= listenForInterrupt();
        return interrupt;
      },
    });
  });
