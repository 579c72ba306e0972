/** The program `headwater`. */
import { armFaultPoint } from "@headwater/core/engine";
import type { ExitCode } from "./cli/exit-code.ts";
import { exitCode } from "./cli/exit-code.ts";
import { runProgram } from "./cli/program.ts";
import { reportError } from "./cli/report-error.ts";
import { createTerminal } from "./cli/terminal.ts";
import { type Config, readConfig } from "./config.ts";

let code: ExitCode = exitCode.done;
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
  code = reportError(createTerminal({ json: false, colors: "terminal" }), error);
}
// user code may have left timers and connections behind
process.exit(code);

/** For crash tests: this process kills itself when it passes a certain place for the n-th time. */
function armFault(fault: Config["fault"]): void {
  if (fault === null) return;
  let passes = 0;
  armFaultPoint(fault.point, () => {
    passes++;
    if (passes === fault.pass) process.kill(process.pid, "SIGKILL");
  });
}
