/** How the help stands in a terminal: what an option means beside it, in a narrow terminal below it; no word is broken. */
import { Help } from "commander";
import { wrappedWords } from "./fit-text.ts";
import { columnsOf } from "./live-area.ts";

/** In a narrower column, it would be a tower of words. */
const leastDescription = 28;
const indent = 2;

export const helpFormat: Pick<Help, "minWidthToWrap" | "formatItem"> = {
  minWidthToWrap: 1,
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80;
    const isBeside = description === "" || width - termWidth - 2 * indent >= leastDescription;
    if (isBeside) return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    return [margined(term, indent), margined(helper.boxWrap(description, Math.max(1, width - 2 * indent)), 2 * indent)].join("\n");
  },
};

const margined = (text: string, margin: number): string => text.replaceAll(/^/gm, " ".repeat(margin));

/** Where Commander writes help and errors. */
export const helpOutput = {
  writeOut: (text: string) => void process.stdout.write(fitted(text, process.stdout)),
  writeErr: (text: string) => void process.stderr.write(fitted(text, process.stderr)),
};

/** What goes into a file or another program stays as it is. */
function fitted(text: string, stream: NodeJS.WriteStream): string {
  if (stream.isTTY !== true) return text;
  return text
    .split("\n")
    .map((line) => wrappedWords(line, columnsOf(stream)))
    .join("\n");
}
