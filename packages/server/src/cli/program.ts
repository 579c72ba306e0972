/** The command line: its commands, and how wrong usage is told. */
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { addAcceptCommand } from "./accept-command.ts";
import { addBuildManifestCommand } from "./build-manifest-command.ts";
import { addCancelCommand } from "./cancel-command.ts";
import type { CommandContext } from "./command-context.ts";
import { addCompletionCommand } from "./completion/completion-command.ts";
import { addDevCommand } from "./dev-command.ts";
import { exitCode } from "./exit-code.ts";
import { addGcCommand } from "./gc-command.ts";
import { helpFormat, helpOutput } from "./help-format.ts";
import { addInitCommand } from "./init-command.ts";
import { addMaterializeCommand } from "./materialize-command.ts";
import { addMigrateCommand } from "./migrate-command.ts";
import { addObserveCommand } from "./observe-command.ts";
import { addPlanCommand } from "./plan-command.ts";
import { addRetryCommand } from "./retry-command.ts";
import { addRunCommand } from "./run-command.ts";
import { addRunsCommand } from "./runs-command.ts";
import { addServerCommand } from "./server-command.ts";
import { addStatusCommand } from "./status-command.ts";
import { createTerminal } from "./terminal.ts";
import { addValidateCommand } from "./validate-command.ts";
import { addValueCommand } from "./value-command.ts";
import { addWhyCommand } from "./why-command.ts";
import { addWipeCommand } from "./wipe-command.ts";
import { addWorkerCommand } from "./worker-command.ts";

const introduction = `
Examples:
  $ headwater dev                       start here: the UI on http://localhost:4000
  $ headwater status                    which assets are stale, and why
  $ headwater plan weather/summary      what would run
  $ headwater materialize               recompute what is stale, and only that`;

const helpHint = "Add --help to see what it takes.";

/**
 * Parses the arguments and runs their command.
 * @param args Without the names of Node and the program.
 */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<void> {
  try {
    await createProgram(context).parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // help and version are errors without a fault; whatever else Commander refuses is wrong usage, and told on stderr already
    context.setExitCode(error.exitCode === 0 ? exitCode.done : exitCode.usage);
    if (error.exitCode !== 0 && args.includes("--json")) writeUsageProblem(error);
  }
}

/** With `--json`, stdout has one document whatever happens. */
function writeUsageProblem({ message }: CommanderError): void {
  const problem = { severity: "error", file: null, line: null, code: "USAGE_INVALID", message: message.replace(/^error: /, ""), fix: helpHint };
  createTerminal({ json: true, colors: "never", isDumb: true }).document({ problems: [problem] });
}

/** As the help shows them. */
const groups: Readonly<Record<string, readonly ((program: Command, context: CommandContext) => void)[]>> = {
  "Begin:": [addInitCommand, addDevCommand, addValidateCommand],
  "Look:": [addStatusCommand, addWhyCommand, addPlanCommand, addValueCommand, addRunsCommand, addRunCommand],
  "Do:": [addMaterializeCommand, addObserveCommand, addCancelCommand, addRetryCommand, addAcceptCommand, addWipeCommand],
  "Operate:": [addServerCommand, addWorkerCommand, addMigrateCommand, addBuildManifestCommand, addGcCommand, addCompletionCommand],
};

/** All commands, of which none is run yet. */
export function createProgram(context: CommandContext): Command {
  const program = new Command("headwater")
    .description("Keeps data assets up to date: knows which are stale and why, and recomputes only those.")
    .version(version, "-v, --version")
    .addHelpText("after", introduction)
    .showSuggestionAfterError()
    .showHelpAfterError(helpHint)
    .configureHelp(helpFormat)
    .configureOutput(helpOutput)
    .exitOverride();
  for (const [heading, commands] of Object.entries(groups)) {
    program.commandsGroup(heading);
    for (const add of commands) add(program, context);
  }
  return program;
}
