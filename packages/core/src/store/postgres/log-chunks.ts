/** Lines of a log, packed: what is said at about the same time is alike, and costs a tenth of its size. */
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { type LogLine, logLevels, type NewLogLine } from "../../model/log-line.ts";

/** Consecutive lines of one attempt of a step. */
export interface LogChunk {
  readonly ordinal: number;
  readonly attempt: number;
  readonly asset: string;
  /** How many of the lines are of each level or above, in the order of the levels; so the first counts all. */
  readonly at_least: readonly number[];
  readonly lines: Buffer;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** In characters: what has to be read for a page is little more than the page. */
const chunkSize = 64 * 1024;
const chunkLines = 1_000;

/** Time, level, stream, message, fields. */
type PackedLine = readonly [number, number, LogLine["stream"], string, LogLine["fields"]];

/** @param lines Of one attempt of a step. */
export async function packLines(lines: readonly NewLogLine[], ordinal: number): Promise<readonly LogChunk[]> {
  return Promise.all(
    inChunks(lines).map(async ({ lines: some, texts }) => ({
      ordinal,
      attempt: some[0]?.attempt ?? 0,
      asset: some[0]?.asset ?? "",
      at_least: logLevels.map((_, level) => some.filter((line) => logLevels.indexOf(line.level) >= level).length),
      lines: await compress(`[${texts.join()}]`),
    })),
  );
}

interface UnpackedChunk {
  readonly lines: NewLogLine[];
  readonly texts: string[];
}

function inChunks(lines: readonly NewLogLine[]): readonly UnpackedChunk[] {
  const chunks: UnpackedChunk[] = [];
  let room = 0;
  for (const line of lines) {
    const packed: PackedLine = [line.at.getTime(), logLevels.indexOf(line.level), line.stream, line.message, line.fields];
    const text = JSON.stringify(packed);
    let chunk = chunks.at(-1);
    if (chunk === undefined || text.length > room || chunk.lines.length === chunkLines) {
      chunk = { lines: [], texts: [] };
      chunks.push(chunk);
      room = chunkSize;
    }
    chunk.lines.push(line);
    chunk.texts.push(text);
    room -= text.length;
  }
  return chunks;
}

/** @param place `lastLine`: the position of the last line in its run. */
export async function unpackLines(
  chunk: Pick<LogChunk, "attempt" | "asset" | "lines">,
  { stepId, lastLine }: { readonly stepId: string; readonly lastLine: number },
): Promise<readonly LogLine[]> {
  const packed: readonly PackedLine[] = JSON.parse((await decompress(chunk.lines)).toString());
  const { attempt, asset } = chunk;
  return packed.map(([at, level, stream, message, fields], index) => ({
    id: String(lastLine - (packed.length - 1 - index)),
    at: new Date(at),
    level: logLevels[level] ?? "INFO",
    ...{ message, fields, attempt, stream, stepId, asset },
  }));
}
