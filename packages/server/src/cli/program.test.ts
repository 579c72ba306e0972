import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { createProgram } from "./program.ts";

const program = createProgram({ config: readConfig({}), setExitCode: () => undefined });
const commands = program
  .createHelp()
  .visibleCommands(program)
  .filter((command) => command.name() !== "help");

test.each(commands.map((command) => [command.name(), command] as const))(
  "the help of %s says what it does, what its options mean, and shows examples",
  (_, command) => {
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect(help).toMatch(/^Examples.*:\n {2}\$ .*headwater /m);
    expect(command.description()).toMatch(/^[a-z]/);
    for (const option of command.options) expect(option.description, option.flags).not.toBe("");
  },
);
