/** What the process does from its first moment to its exit code. */
import { armFaultPoint } from "@headwater/core/engine";
import { type Config, readConfig } from "../config.ts";
import { tolerateBrokenPipes } from "./broken-pipe.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { runProgram } from "./program.ts";
import { reportError } from "./report-error.ts";
import { createTerminal } from "./terminal.ts";

/** Carries out the command line of this process, and ends it. */
export async function main(): Promise<never> {
  let code: ExitCode = exitCode.done;
  tolerateBrokenPipes();
  try {
    const config = readConfig();
    armFault(config.fault);
    await runProgram(process.argv.slice(2), {
      config,
      setExitCode: (result) => {
        code = result;
      },
    });
  } catch (error) {
    code = reportError(createTerminal({ json: false, colors: "never", isDumb: true }), error);
  }
  // user code may have left timers and connections behind
  process.exit(code);
}

/** For crash tests: this process kills itself when it passes a certain place for the n-th time. */
function armFault(fault: Config["fault"]): void {
  if (fault === null) return;
  let passes = 0;
  armFaultPoint(fault.point, () => {
    passes++;
    if (passes === fault.pass) process.kill(process.pid, "SIGKILL");
  });
}
