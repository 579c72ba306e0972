/** Streams the rows of JSON lines, each parsed by a row schema, with errors that name the line. */
import type { z } from "zod";
import { HeadwaterError } from "../model/errors.ts";
import { decodeText, type TextOrigin } from "./decode-text.ts";
import { parserOf } from "./parse.ts";
import { issuePath, issueText } from "./schema-issue.ts";

/** Throws `JSONL_BROKEN`, `TEXT_NOT_UTF8`, and what the bytes throw. */
export async function* jsonlRows<R extends z.ZodType<object>>(origin: TextOrigin, content: AsyncIterable<Uint8Array>, row: R): AsyncGenerator<z.output<R>> {
  const parseRow = parserOf(row);
  let line = 0;
  for await (const bytes of byteLines(content)) {
    line += 1;
    const text = decodeText(origin, bytes, line);
    if (text.trim() === "") continue;
    const value = parseLine(origin, line, text);
    const result = await parseRow(value);
    if (!result.success) throw rowError(origin, line, value, result.error);
    yield result.data as z.output<R>;
  }
}

const broken = ({ asset, path }: TextOrigin, line: number, field: string, problem: string, cause: unknown): HeadwaterError =>
  new HeadwaterError("JSONL_BROKEN", { asset, path, line, field, problem }, { cause });

function parseLine(origin: TextOrigin, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(origin, line, "", (error as Error).message, error);
  }
}

function rowError(origin: TextOrigin, line: number, row: unknown, error: z.ZodError): HeadwaterError {
  const [issue] = error.issues;
  return broken(origin, line, issuePath(issue?.path ?? []), issue === undefined ? error.message : issueText(issue, row), error);
}

const newline = 0x0a;

/** Lines without their "\n": cut before they are decoded, which UTF-8 allows. A line may span any number of chunks. */
async function* byteLines(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  for await (const chunk of content) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield joined(begun, chunk.subarray(start, end));
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield joined(begun);
}

const joined = (begun: readonly Uint8Array[], rest: Uint8Array = new Uint8Array()): Uint8Array => (begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
