/** The reference part of docs/cli.md: every command with its options and examples, from the program itself. */
import { createProgram } from "../packages/server/src/cli/program.ts";
import { readConfig } from "../packages/server/src/config.ts";

type Command = ReturnType<typeof createProgram>;

const begin = "<!-- Generated from the program by `npm run gen`, down to the end mark. -->";
const end = "<!-- End of the reference. -->";

/** The page with its reference as the program is now. */
export function withCliReference(page: string): string {
  const [start, finish] = [page.indexOf(begin), page.indexOf(end)];
  if (start === -1 || finish < start) throw new Error(`docs/cli.md lacks "${begin}" or "${end}".`);
  return `${page.slice(0, start)}${begin}\n\n${cliReference()}\n\n${page.slice(finish)}`;
}

function cliReference(): string {
  const program = createProgram({ config: readConfig({}), setExitCode: () => undefined });
  const shown = program.createHelp().visibleCommands(program);
  const groups = Map.groupBy(
    shown.filter((command) => command.name() !== "help"),
    (command) => command.helpGroup(),
  );
  return [...groups].map(([group, commands]) => [`### ${group.replace(/:$/, "")}`, ...commands.map(commandText)].join("\n\n")).join("\n\n");
}

/** Described once for all commands. */
const common = new Set(["--entry", "--database-url", "--json"]);

function commandText(command: Command): string {
  const help = command.createHelp();
  const own = help.visibleOptions(command).filter((option) => option.long !== "--help" && !common.has(option.long ?? ""));
  const shared = help.visibleOptions(command).filter((option) => common.has(option.long ?? ""));
  const rows = own.map((option) => `| \`${option.flags.replaceAll("|", "\\|")}\` | ${cell(help.optionDescription(option))} |`);
  const also = shared.length === 0 ? [] : [`Also ${shared.map((option) => `\`${option.long}\``).join(", ")}.`];
  return [
    `#### \`headwater ${command.name()}${argumentsText(command)}\``,
    `${sentence(command.description())} ${also.join("")}`.trim(),
    ...(rows.length === 0 ? [] : [["| option | |", "|---|---|", ...rows].join("\n")]),
    ...afterText(command),
  ].join("\n\n");
}

const argumentsText = (command: Command): string =>
  command.registeredArguments.map((argument) => (argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`)).join("");

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const cell = (text: string): string => text.replaceAll("|", "\\|");

/** What the help says below the options: prose, and examples as code. */
function afterText(command: Command): readonly string[] {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  text = text.slice(command.helpInformation().length);
  const [prose = "", about = "", examples = ""] = text.trim().split(/^Examples(?:, ([^\n]*))?:\n/m);
  const [code = "", ...more] = examples.split(/\n\n/);
  const lines = code
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^ +(\$ )?/, "").replace(/ {2,}(?=\S)/, "  # "));
  const blocks = code === "" ? [] : [["```sh", ...lines, "```"].join("\n")];
  return [prose.trim(), about === "" ? "" : `${sentence(about).slice(0, -1)}:`, ...blocks, ...more.map((part) => part.trim())].filter((part) => part !== "");
}
