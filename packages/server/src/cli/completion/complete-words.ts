/** What may stand in place of the last word of a command line: commands, options, their values, assets. */
import type { Command, Option } from "commander";

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Arguments and options whose values are assets. */
const ofAssets: ReadonlySet<string> = new Set(["selection", "key", "asset"]);

/**
 * @param words Those after the name of the program up to the cursor; the last one is being typed, and may be empty.
 * @param assets Asked only where they are needed: they have to be loaded.
 */
export async function completeWords(program: Command, words: readonly string[], assets: () => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = program.commands.find((candidate) => candidate.name() === before[0] || candidate.aliases().includes(before[0] ?? ""));
  if (before.length > 0 && command === undefined) return [];
  const context = command ?? program;
  const [, assigned, value] = /^(--[^=]+=)(.*)$/.exec(current) ?? [];
  const option = optionOf(context, assigned === undefined ? (before.at(-1) ?? "") : assigned.slice(0, -1));
  if (option !== undefined) return prefixed(assigned ?? "", startingWith(value ?? current, await valuesOf(option.argChoices, option.attributeName(), assets)));
  if (current.startsWith("-")) return startingWith(current, optionsOf(context, before));
  if (command === undefined) return startingWith(current, commandsOf(program));
  const { registeredArguments } = command;
  const argument = registeredArguments[positionals(command, before.slice(1))];
  if (argument === undefined) return [];
  // a selection may have assets in its middle: +a, "a or b"
  const start = argument.name() === "selection" ? current.search(/[^\s,()+]*$/) : 0;
  return prefixed(current.slice(0, start), startingWith(current.slice(start), await valuesOf(argument.argChoices, argument.name(), assets)));
}

const isNamed = ({ short, long }: Option, flag: string): boolean => flag !== "" && (flag === short || flag === long);

/** An option that takes a value. */
const optionOf = (command: Command, flag: string): Option | undefined =>
  command.options.find((option) => isNamed(option, flag) && (option.required || option.optional));

const valuesOf = async (choices: readonly string[] | undefined, name: string, assets: () => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> =>
  choices?.map((value) => ({ value, description: "" })) ?? (ofAssets.has(name) ? await assets() : []);

const optionsOf = (command: Command, given: readonly string[]): readonly Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !given.some((word) => isNamed(option, word)))
    .map((option) => ({ value: option.long ?? option.flags, description: option.description }));

const commandsOf = (program: Command): readonly Candidate[] =>
  program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.description() }));

/** How many words are neither options nor their values. */
const positionals = (command: Command, words: readonly string[]): number =>
  words.filter((word, index) => !word.startsWith("-") && optionOf(command, words[index - 1] ?? "") === undefined).length;

const startingWith = (text: string, candidates: readonly Candidate[]): readonly Candidate[] => candidates.filter(({ value }) => value.startsWith(text));

const prefixed = (prefix: string, candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.map(({ value, description }) => ({ value: prefix + value, description }));
