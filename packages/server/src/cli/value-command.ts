/** `headwater value`: prints or exports what is stored of an asset. */
import { type Command, Option } from "commander";
import { type CommandContext, type ProjectCommand, runInProject } from "./command-context.ts";
import { type ExitCode, exitCode } from "./exit-code.ts";
import { refusePartitions, type SelectionOptions, withPartitions, withProject } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { contentOf, documentOf, formatOfName } from "./value/content.ts";
import { findStored } from "./value/find-stored.ts";
import { showFiles, showTable, showText, textOfFile } from "./value/on-screen.ts";
import { openOutput, type StoredOutput } from "./value/stored-output.ts";
import { type TextFormat, textFormats } from "./value/text-format.ts";
import { writeOutput, writeOutputs } from "./value/write-output.ts";
import { countText } from "./words.ts";

interface ValueOptions extends SelectionOptions {
  readonly output?: string;
  readonly format?: TextFormat;
  readonly all?: true;
}

const examples = `
On a terminal a table is shown by its first rows and columns, any other value by its first lines. Into a pipe or a file goes all of it:
tables as JSON lines unless told otherwise, files as they are, anything else as JSON.

Examples:
  $ headwater value weather/summary
  $ headwater value weather/hot_days --output hot.csv
  $ headwater value weather/hot_days | head -3
  $ headwater value weather/charts --output charts/     several files, into a directory`;

export function addValueCommand(program: Command, context: CommandContext): void {
  const command = withPartitions(withProject(program.command("value"))).description("print or export what is stored of an asset");
  command
    .argument("<key>", "an asset")
    .option("--output <file>", "write it there; of several files: the directory for them")
    .addOption(new Option("--format <format>", "of a table (default: by the ending of --output, else jsonl)").choices(textFormats))
    .option("--all", "do not cut it for the terminal")
    .addHelpText("after", examples)
    .action((key: string, options: ValueOptions) => runInProject(context, options, (project) => value(project, key, options)));
}

async function value(project: ProjectCommand, key: string, options: ValueOptions): Promise<ExitCode> {
  refusePartitions(options);
  const { session, terminal } = project;
  const output = await openOutput(session.values, key, await findStored(project, key));
  if (options.output !== undefined) await exportTo(terminal, options.output, output, { asset: key, format: options.format ?? null });
  else if (terminal.json) await terminal.pipe(documentOf(output));
  else if (process.stdout.isTTY !== true) await terminal.pipe(contentOf(output, options.format ?? null));
  else await show(terminal, output, { asset: key, format: options.format ?? null, all: options.all === true });
  return exitCode.done;
}

interface Wish {
  readonly asset: string;
  readonly format: TextFormat | null;
}

/** On a terminal, as much as fits a look. */
async function show(terminal: Terminal, output: StoredOutput, { asset, format, all }: Wish & { readonly all: boolean }): Promise<void> {
  if (output.kind === "table" && format === null) return showTable(terminal, output.table, { total: output.rows, all });
  if (output.kind === "files" && format === null) return showFiles(terminal, [...output.files.values()]);
  const content = contentOf(output, format);
  await showText(terminal, output.kind === "file" ? textOfFile(output.file, asset) : (content as AsyncIterable<string>), { all });
}

async function exportTo(terminal: Terminal, path: string, output: StoredOutput, { asset, format }: Wish): Promise<void> {
  const content = contentOf(output, format ?? (output.kind === "table" ? formatOfName(path) : null));
  if (output.kind === "files") await writeOutputs(path, output.files);
  else await writeOutput(path, content);
  const rows = output.kind === "table" ? output.rows : null;
  const files = output.kind === "files" ? output.files.size : 1;
  if (terminal.json) terminal.document({ asset, partition: null, output: path, kind: output.kind, files, rows });
  const what = output.kind === "files" ? countText(files, "file") : rows === null ? asset : countText(rows, "row");
  terminal.note(`${what} written to ${path}`);
}
