/** Where a command writes: answers on stdout, everything else on stderr; with `--json`, one document on stdout. */
import { once } from "node:events";
import colors from "picocolors";
import type { Config } from "../config.ts";
import { nobodyReads } from "./broken-pipe.ts";
import { wrappedWords } from "./fit-text.ts";
import { columnsOf, createLiveArea, type LiveView } from "./live-area.ts";

export type Colors = ReturnType<typeof colors.createColors>;

export interface Terminal {
  readonly json: boolean;
  readonly colors: Colors;
  /** Columns for the answer; infinite where it goes into a file or another program. */
  readonly width: number;
  /** A line of the answer for people. With `--json` it goes to stderr. */
  print(line?: string): void;
  /** A remark beside the answer. */
  note(line: string): void;
  /** The answer for programs. */
  document(value: unknown): void;
  /** An answer of any size, in pieces, as slowly as it is read. Ends early where nobody reads any more. */
  pipe(pieces: AsyncIterable<string | Uint8Array>): Promise<void>;
  /** What is drawn below the answer while something goes on; nothing where nobody watches. */
  progress(view: LiveView | null): void;
}

export interface TerminalOptions extends Pick<Config, "colors" | "isDumb"> {
  readonly json: boolean;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const answers = options.json ? process.stderr : process.stdout;
  const writeAnswer = options.json ? keepStdout() : process.stdout.write.bind(process.stdout);
  const isShown = answers.isTTY === true && !options.isDumb;
  const palette = colors.createColors(options.colors === "always" || (options.colors === "terminal" && isShown));
  const live = process.stderr.isTTY === true && !options.isDumb && !options.json ? createLiveArea(process.stderr) : null;
  const write = (stream: NodeJS.WriteStream, line: string): void => {
    const text = `${isShown ? wrappedWords(line, columnsOf(answers)) : line}\n`;
    if (live === null) stream.write(text);
    else live.above(() => stream.write(text));
  };
  return {
    json: options.json,
    colors: palette,
    get width() {
      // a pseudo-terminal may have no size
      return isShown ? answers.columns || 80 : Number.POSITIVE_INFINITY;
    },
    print: (line = "") => write(answers, line),
    note: (line) => write(process.stderr, palette.dim(line)),
    document: (value) => {
      writeAnswer(`${JSON.stringify(value, null, 2)}\n`);
    },
    async pipe(pieces) {
      for await (const piece of pieces) {
        if (nobodyReads.aborted) return;
        if (!writeAnswer(piece)) await drained();
      }
    },
    progress: (view) => live?.show(view),
  };
}

/** Keeps stdout for the document: what user code in this process prints goes to stderr. */
export function keepStdout(): (piece: string | Uint8Array) => boolean {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return write;
}

/** Nothing drains where nobody reads any more. */
const drained = async (): Promise<void> => {
  await once(process.stdout, "drain", { signal: nobodyReads }).catch(() => undefined);
};
