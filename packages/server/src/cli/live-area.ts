/** Lines at the bottom of a terminal that are drawn anew while something goes on; what is printed meanwhile goes above them. */
import { clearScreenDown, moveCursor } from "node:readline";
import { createLogUpdate } from "log-update";
import { widthOf } from "./fit-text.ts";

/** The lines at this moment, none wider than `width`. */
export type LiveView = (width: number) => readonly string[];

export interface LiveArea {
  /** Draws the view from now on, until the next one; `null` takes the area away and shows the cursor again. */
  show(view: LiveView | null): void;
  /** Writes something that stays. */
  above(write: () => void): void;
}

const everyMs = 100;

/** A terminal, as far as it is used here. */
export interface Screen extends NodeJS.WritableStream {
  readonly columns: number;
  /** Node's own way to look at the size anew. */
  _refreshSize?(): void;
}

export function createLiveArea(stream: Screen): LiveArea {
  const update = createLogUpdate(stream);
  let view: LiveView | null = null;
  let drawn: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const draw = (): void => {
    // the last column stays free: some terminals begin a new line after it
    drawn = view?.(columnsOf(stream) - 1) ?? [];
    if (drawn.length > 0) update(drawn.join("\n"));
  };
  const clear = (): void => {
    if (drawn.length > 0) update.clear();
    drawn = [];
  };
  const redraw = (): void => {
    const extra = extraRows(drawn, columnsOf(stream));
    clear();
    if (extra > 0) {
      moveCursor(stream, 0, -extra);
      clearScreenDown(stream);
    }
    draw();
  };
  const tick = (): void => {
    // Node hears of a new size a while after the terminal took it; lines that were drawn in between would not be where they are expected.
    stream._refreshSize?.();
    draw();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    stream.off("resize", redraw);
    clear();
    update.done();
  };
  const start = (): void => {
    timer = setInterval(tick, everyMs);
    timer.unref();
    stream.on("resize", redraw);
  };
  return {
    show(next) {
      const wasShown = view !== null;
      view = next;
      if (next === null) return wasShown ? stop() : undefined;
      if (!wasShown) start();
      draw();
    },
    above(write) {
      clear();
      write();
      draw();
    },
  };
}

/** Some terminals do not know their width, and say 0. */
export const columnsOf = ({ columns }: { readonly columns: number }): number => (columns > 1 ? columns : 80);

/** A terminal that became narrower has broken lines in two, which are then more than were drawn. */
const extraRows = (lines: readonly string[], columns: number): number =>
  lines.reduce((extra, line) => extra + Math.max(0, Math.ceil(widthOf(line) / columns) - 1), 0);
