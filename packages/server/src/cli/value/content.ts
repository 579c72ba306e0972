/** All of a stored output, as it goes into a pipe or a file. */
import { extname } from "node:path";
import { HeadwaterError } from "@headwater/core/engine";
import { fileFacts, type StoredOutput } from "./stored-output.ts";
import { jsonText, type TextFormat, tableText } from "./text-format.ts";

/**
 * @param format As asked for; `null`: JSON lines for a table, what it is for anything else.
 * @throws HeadwaterError `OPTION_INVALID` for a format that the output cannot have
 */
export function contentOf(output: StoredOutput, format: TextFormat | null): AsyncIterable<string | Uint8Array> {
  switch (output.kind) {
    case "table":
      return tableText(output.table, format ?? "jsonl");
    case "value":
      if (format !== null && format !== "json") throw noFormat(format, "json: this is a value and no table");
      return once(jsonText(output.value));
    case "file":
      if (format !== null) throw noFormat(format, "nothing here: this is a file, written as it is");
      return output.file.stream();
    case "files":
      if (format !== null) throw noFormat(format, "nothing here: these are files, written as they are");
      return once([...output.files.values()].map(({ name }) => `${name}\n`).join(""));
  }
}

/** One JSON document, also of files: what they are, not what they hold. */
export function documentOf(output: StoredOutput): AsyncIterable<string | Uint8Array> {
  if (output.kind === "file") return once(jsonText(fileFacts(output.file)));
  if (output.kind === "files") return once(jsonText([...output.files.values()].map(fileFacts)));
  return contentOf(output, "json");
}

const noFormat = (found: string, expected: string): HeadwaterError => new HeadwaterError("OPTION_INVALID", { option: "--format", found, expected });

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

const byEnding: Readonly<Record<string, TextFormat>> = { ".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl" };

/** What the name of a file says about the table in it. */
export const formatOfName = (path: string): TextFormat | null => byEnding[extname(path).toLowerCase()] ?? null;
