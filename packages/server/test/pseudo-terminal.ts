/** A command in a terminal of its own: what is on the screen, keys, and a window that changes its size. */
import { fileURLToPath } from "node:url";
import { spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

export interface TerminalOptions {
  readonly cwd: string;
  readonly databaseUrl?: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface PseudoTerminal extends AsyncDisposable {
  readonly pid: number;
  /** Whether the cursor can be seen. */
  readonly isCursorShown: boolean;
  /** Everything that was sent to the terminal, with its control sequences. */
  readonly sent: string;
  readonly ended: Promise<number>;
  /** What can be seen and what was scrolled away, without blanks at the ends of lines and of the screen. */
  lines(): readonly string[];
  /** Resolves with the match when the screen has one. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  press(keys: string): void;
  resize(columns: number, rows?: number): void;
}

const patienceMs = 30_000;

export const controlC = "\u0003";

/** Starts a command; disposing kills it. */
export function headwaterInTerminal(args: readonly string[], options: TerminalOptions): PseudoTerminal {
  const { NO_COLOR: _n, FORCE_COLOR: _f, DATABASE_URL: _d, CI: _c, ...inherited } = process.env;
  const database = options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl };
  const env = { ...inherited, TERM: "xterm-256color", ...database, ...options.environment };
  return inTerminal(process.execPath, ["--conditions=@headwater/source", main, ...args], { ...options, env });
}

/** Starts any program; disposing kills it. */
export function inTerminal(
  file: string,
  args: readonly string[],
  { columns = 80, rows = 24, cwd, env }: TerminalOptions & { readonly env: NodeJS.ProcessEnv },
): PseudoTerminal {
  const screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1_000 });
  const child = spawn(file, [...args], { cols: columns, rows, cwd, env, ...(env.TERM === undefined ? {} : { name: env.TERM }) });
  const watchers = new Set<() => void>();
  let sent = "";
  let isRunning = true;
  child.onData((data) => {
    sent += data;
    screen.write(data, () => {
      for (const look of watchers) look();
    });
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      isRunning = false;
      screen.write("", () => resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal));
    });
  });
  const lines = (): readonly string[] => textOf(screen);
  return {
    pid: child.pid,
    ended,
    lines,
    get sent() {
      return sent;
    },
    get isCursorShown() {
      return sent.lastIndexOf("\u001B[?25h") >= sent.lastIndexOf("\u001B[?25l");
    },
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void => {
          watchers.delete(look);
          reject(new Error(`${why} ${pattern}:\n${lines().join("\n")}`));
        };
        const deadline = setTimeout(() => fail("It does not show"), patienceMs);
        const look = (): void => {
          const match = pattern.exec(lines().join("\n"));
          if (match === null) return;
          watchers.delete(look);
          clearTimeout(deadline);
          resolve(match);
        };
        void ended.then(() => {
          look();
          clearTimeout(deadline);
          fail("It ended without showing");
        });
        watchers.add(look);
        look();
      }),
    press: (keys) => child.write(keys),
    resize(columns, rows = screen.rows) {
      screen.resize(columns, rows);
      child.resize(columns, rows);
    },
    async [Symbol.asyncDispose]() {
      if (isRunning) child.kill("SIGKILL");
      await ended;
      screen.dispose();
    },
  };
}

function textOf({ buffer: { active } }: headless.Terminal): readonly string[] {
  const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true) ?? "");
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}
