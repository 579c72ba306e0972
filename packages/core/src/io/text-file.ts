/** `textFile(path)`: a ready spec of a source that is a text file. */
import { z } from "zod";
import { sha256 } from "../model/version.ts";
import { decodeText } from "./decode-text.ts";
import type { FileSpec } from "./json-file.ts";
import { fileObserver, pathProblem, sourceFile, wholeFile } from "./source-file.ts";

/**
 * The whole file as one string, without a byte order mark. The version is a hash of the content; `path` starts at the
 * directory of `headwater.config.ts`. Its `load` throws `FILE_MISSING`, `FILE_UNREADABLE`, and `TEXT_NOT_UTF8` with the line.
 *
 * @example
 * export const stopWords = source("raw/stop_words", textFile("data/stop-words.txt"));
 */
export function textFile(path: string): FileSpec<z.ZodString> {
  const observe = fileObserver();
  return {
    schema: z.string(),
    problem: pathProblem("textFile", path),
    connector: { kind: "textFile", path, options: {}, version: 1 },
    observe: (context) => observe(sourceFile(path, context)),
    load: async (context) => {
      const file = sourceFile(path, context);
      const content = await wholeFile(file);
      return { value: decodeText(file, content), version: sha256(content) };
    },
  };
}
