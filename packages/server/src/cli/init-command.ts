/** `headwater init`: writes a small project to begin with. */
import type { Command } from "commander";
import { type CommandContext, runCommand } from "./command-context.ts";
import { exitCode } from "./exit-code.ts";
import { createProject } from "./init/create-project.ts";
import type { Terminal } from "./terminal.ts";

const examples = `
Examples:
  $ headwater init weather      a project in a new directory
  $ headwater init              one in this directory, which must be empty`;

export function addInitCommand(program: Command, context: CommandContext): void {
  program
    .command("init")
    .description("write a small project to begin with")
    .argument("[directory]", "where; it must be empty, or not exist", ".")
    .addHelpText("after", examples)
    .action((directory: string) =>
      runCommand(context, {}, async (terminal) => {
        printNextSteps(terminal, directory, await createProject(directory));
        return exitCode.done;
      }),
    );
}

function printNextSteps({ colors, print }: Terminal, directory: string, files: readonly string[]): void {
  for (const file of files) print(`${colors.green("+")} ${file}`);
  print();
  print("Next:");
  print();
  for (const step of [...(directory === "." ? [] : [`cd ${quoted(directory)}`]), "npm install", "npx headwater dev"]) print(`  ${colors.bold(step)}`);
  print();
}

/** As a shell takes it for one word. */
const quoted = (path: string): string => (/^[\w./~-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
