/** The command line: its commands, and how wrong usage is told. */
import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import type { CommandContext } from "./command-context.ts";
import { addDevCommand } from "./dev-command.ts";
import { exitCode } from "./exit-code.ts";
import { addMaterializeCommand } from "./materialize-command.ts";
import { addObserveCommand } from "./observe-command.ts";
import { addPlanCommand } from "./plan-command.ts";
import { addRunsCommands } from "./runs-command.ts";
import { addServerCommand } from "./server-command.ts";
import { addStatusCommand } from "./status-command.ts";
import { addWorkerCommand } from "./worker-command.ts";

const introduction = `
Examples:
  $ headwater dev                       start here: the UI on http://localhost:4000
  $ headwater status                    which assets are stale, and why
  $ headwater plan weather/summary      what would run
  $ headwater materialize               recompute what is stale, and only that`;

/**
 * Parses the arguments and runs their command.
 * @param args Without the names of Node and the program.
 */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<void> {
  try {
    await createProgram(context).parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // help and version are errors without a fault; whatever else Commander refuses is wrong usage
    context.setExitCode(error.exitCode === 0 ? exitCode.done : exitCode.usage);
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command("headwater")
    .description("Keeps data assets up to date: knows which are stale and why, and recomputes only those.")
    .version(version, "-v, --version")
    .addHelpText("after", introduction)
    .showSuggestionAfterError()
    .exitOverride();
  addDevCommand(program, context);
  addStatusCommand(program, context);
  addPlanCommand(program, context);
  addMaterializeCommand(program, context);
  addObserveCommand(program, context);
  addRunsCommands(program, context);
  addServerCommand(program, context);
  addWorkerCommand(program, context);
  return program;
}
