/** `headwater validate`: loads the definitions and tells every problem among them. Needs no database. */
import { definitionWarnings, type Problem } from "@headwater/core/engine";
import type { Command } from "commander";
import type { Config } from "../config.ts";
import { loadDefinitions } from "../worker/load-definitions.ts";
import { type CommandContext, runCommand } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { findProject, requireEntry } from "./project.ts";
import { writeProblem } from "./report-error.ts";
import { withFrame } from "./shown-problem.ts";
import type { Terminal } from "./terminal.ts";
import { countText, tallyText } from "./words.ts";

interface ValidateOptions {
  readonly entry?: string;
  readonly json?: true;
}

const examples = `
Errors exit with 2. Warnings are about what is allowed but may surprise, and exit with 0.

Examples:
  $ headwater validate
  $ headwater validate pipelines/headwater.config.ts --json`;

export function addValidateCommand(program: Command, context: CommandContext): void {
  program
    .command("validate")
    .description("check the definitions, and tell every problem with its place")
    .argument("[entry]", "the file that exports the definitions, or its directory (default: headwater.config.ts)")
    .option("--entry <file>", "the same")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", examples)
    .action((entry: string | undefined, options: ValidateOptions) =>
      runCommand(context, options, (terminal) => validate(entry ?? options.entry, context.config, terminal)),
    );
}

/** What is wrong is thrown, and told like any other error. */
async function validate(entry: string | undefined, config: Config, terminal: Terminal): Promise<ExitCode> {
  const { definitions, serialized, code } = await loadDefinitions(requireEntry(findProject(entry)), config);
  const sources = serialized.assets.filter((node) => node.kind === "source").length;
  const assets = serialized.assets.length - sources;
  const problems: readonly Problem[] = [...definitionWarnings(definitions), ...code.warnings];
  if (terminal.json) terminal.document({ problems, assets, sources });
  for (const problem of problems) writeProblem(terminal, withFrame(problem));
  const warnings = problems.length === 0 ? "no problems" : tallyText(new Map([[problems.length === 1 ? "warning" : "warnings", problems.length]]));
  terminal.print(`${countText(assets, "asset")} and ${countText(sources, "source")}: ${warnings}`);
  return exitCode.done;
}
