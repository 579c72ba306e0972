/** `headwater completion`: a script by which a shell completes commands, options and asset keys; and what that script asks. */
import { Argument, type Command } from "commander";
import { type CommandContext, runCommand } from "../command-context.ts";
import { exitCode } from "../exit-code.ts";
import { keepStdout } from "../terminal.ts";
import { assetCandidates } from "./asset-candidates.ts";
import { completeWords } from "./complete-words.ts";
import { type Shell, scripts, shells } from "./scripts.ts";

const examples = `
Examples:
  $ source <(headwater completion bash)   in this shell; put it into ~/.bashrc for good
  $ source <(headwater completion zsh)    the same for ~/.zshrc
  $ headwater completion fish | source    the same for ~/.config/fish/config.fish`;

export function addCompletionCommand(program: Command, context: CommandContext): void {
  program
    .command("completion")
    .description("print a script that lets a shell complete commands, options and asset keys")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText("after", examples)
    .action((shell: Shell) =>
      runCommand(context, {}, async () => {
        process.stdout.write(scripts[shell]);
        return exitCode.done;
      }),
    );
  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      const write = keepStdout();
      const found = await completeWords(program, words, () => assetCandidates(words, context.config));
      write(found.map(({ value, description }) => `${value}\t${description}\n`).join(""));
      context.setExitCode(exitCode.done);
    });
}
