/** Where a command writes: answers on stdout, everything else on stderr; with `--json`, one document on stdout. */
import colors from "picocolors";
import type { Config } from "../config.ts";

export type Colors = ReturnType<typeof colors.createColors>;

export interface Terminal {
  readonly json: boolean;
  readonly colors: Colors;
  /** A line of the answer for people. With `--json` it goes to stderr. */
  print(line?: string): void;
  /** A remark beside the answer. */
  note(line: string): void;
  /** The answer for programs. */
  document(value: unknown): void;
  /** A line at the bottom that the next one replaces; nothing where nobody watches. */
  progress(line: string | null): void;
}

const clearLine = "\r\u001b[2K";

export function createTerminal(options: { readonly json: boolean; readonly colors: Config["colors"] }): Terminal {
  const answers = options.json ? process.stderr : process.stdout;
  const writeDocument = options.json ? keepStdout() : process.stdout.write.bind(process.stdout);
  const palette = colors.createColors(options.colors === "always" || (options.colors === "terminal" && answers.isTTY === true));
  const watched = process.stderr.isTTY === true && !options.json;
  let shown = false;
  const clear = (): void => {
    if (shown) process.stderr.write(clearLine);
    shown = false;
  };
  const write = (stream: NodeJS.WriteStream, line: string): void => {
    clear();
    stream.write(`${line}\n`);
  };
  return {
    json: options.json,
    colors: palette,
    print: (line = "") => write(answers, line),
    note: (line) => write(process.stderr, palette.dim(line)),
    document: (value) => {
      writeDocument(`${JSON.stringify(value, null, 2)}\n`);
    },
    progress: (line) => {
      if (!watched) return;
      clear();
      if (line === null) return;
      process.stderr.write(palette.dim(line.slice(0, (process.stderr.columns ?? 80) - 1)));
      shown = true;
    },
  };
}

/** Keeps stdout for the document: what user code in this process prints goes to stderr. */
function keepStdout(): (text: string) => boolean {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return write;
}
