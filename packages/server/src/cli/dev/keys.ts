/** Single keys of a terminal: `o` opens the browser, `m` materializes what is stale, `r` reloads the definitions, `q` quits. */
import { spawn } from "node:child_process";

export interface KeyActions {
  readonly open: () => void;
  readonly materialize: () => void;
  readonly reload: () => void;
  readonly quit: () => void;
}

const controlC = "\u0003";
const controlD = "\u0004";

/** Listens until disposed; does nothing where stdin is not a terminal. */
export function listenForKeys({ open, materialize, reload, quit }: KeyActions): Disposable {
  const { stdin } = process;
  if (!stdin.isTTY) return { [Symbol.dispose]: () => undefined };
  const actions = new Map([
    ["o", open],
    ["m", materialize],
    ["r", reload],
    ["q", quit],
    // a terminal in raw mode sends these as characters
    [controlC, quit],
    [controlD, quit],
  ]);
  const onData = (data: Buffer): void => actions.get(data.toString())?.();
  stdin.setRawMode(true);
  stdin.on("data", onData);
  return {
    [Symbol.dispose]() {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

/** Opens a page in the user's browser; where there is none, nothing happens. */
export function openBrowser(url: string): void {
  const opener = spawn(process.platform === "darwin" ? "open" : "xdg-open", [url], { stdio: "ignore", detached: true });
  opener.on("error", () => undefined);
  opener.unref();
}
