/** What changed in the code behind causes, with the diffs of declarations: for programs and for people. */
import { type Cause, type CellStatus, type CodeChange, changeText, type Store } from "@headwater/core/engine";
import { type CodeDiff, codeDiff, textsNeeded } from "../code-diff.ts";
import { harmless } from "./fit-text.ts";
import { printIndented } from "./table.ts";
import type { Colors, Terminal } from "./terminal.ts";
import { countText } from "./words.ts";

export interface ShownChange extends CodeChange {
  /** The asset or source that the code is of. */
  readonly asset: string;
  readonly message: string;
  /** `null` for what is no declaration, and where a text was not kept. */
  readonly diff: CodeDiff | null;
}

/** Of the causes of a cell, and of those at which its not being fresh begins. */
export async function shownChanges(store: Store, { causes, rootCauses }: Pick<CellStatus, "causes" | "rootCauses">): Promise<readonly ShownChange[]> {
  const byAsset = new Map([...causes, ...rootCauses].map((cause) => [codeOwner(cause), cause.changes ?? []]));
  const all = [...byAsset].flatMap(([asset, changes]) => changes.map((change) => ({ asset, ...change })));
  const texts = await store.codeTexts([...new Set(textsNeeded(all))]);
  return all.map((change) => ({ ...change, message: changeText(change), diff: codeDiff(change, texts) }));
}

/** An input is another one because of the code of its source. */
const codeOwner = ({ code, asset, upstream }: Cause): string => (code === "INPUT_CHANGED" ? (upstream ?? asset) : asset);

/** Beyond these the answer for programs has the rest. */
const mostChanges = 10;

/** Each change in words with its place, and the diff of a declaration below it. */
export function printChanges(terminal: Terminal, changes: readonly ShownChange[]): void {
  const { colors } = terminal;
  if (changes.length === 0) return;
  terminal.print();
  terminal.print(colors.bold("What changed in the code"));
  for (const change of changes.slice(0, mostChanges)) printChange(terminal, change);
  const more = changes.length - mostChanges;
  if (more > 0) printIndented(terminal, { text: `… and ${countText(more, "more change")}: see --json`, paint: colors.dim }, 2);
}

function printChange(terminal: Terminal, { asset, message, file, line, diff }: ShownChange): void {
  const { colors } = terminal;
  const place = file === null ? `of ${asset}` : `${file}:${line}, of ${asset}`;
  terminal.print(`  ${harmless(message)}  ${colors.dim(harmless(place))}`);
  if (diff === null) return;
  for (const text of diff.text.split("\n")) terminal.print(`    ${paintOf(text, colors)(harmless(text))}`);
  if (diff.omittedLines > 0) printIndented(terminal, { text: `… and ${countText(diff.omittedLines, "more line")}`, paint: colors.dim }, 4);
}

function paintOf(line: string, colors: Colors): (text: string) => string {
  if (line.startsWith("@@")) return colors.cyan;
  if (line.startsWith("+")) return colors.green;
  return line.startsWith("-") ? colors.red : colors.dim;
}
