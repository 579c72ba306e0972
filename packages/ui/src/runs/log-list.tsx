/** The lines of a log: however many, only those in sight are in the document. Follows the end until the reader scrolls away from it. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, ArrowUpToLine } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { toggled } from "../ui/toggled.ts";
import type { LogState } from "./log-reader.ts";
import { LogRow } from "./log-row.tsx";

interface LogListProps {
  readonly log: LogState;
  readonly read: () => void;
  /** Whether somebody may still write to it. */
  readonly isGrowing: boolean;
  /** Whether it was taken up at its last lines: then its end is followed at first. */
  readonly startsAtEnd: boolean;
  /** Takes it up anew, from its beginning or at its last lines. */
  readonly onFrom: (from: "start" | "tail") => void;
  /** Cursor of the line to bring into sight. */
  readonly line: string | null;
  readonly onLine: (cursor: string) => void;
  readonly showsAttempts: boolean;
  readonly showsAssets: boolean;
}

const lineHeight = 25;
/** So many lines before the end of what has been read, more is asked for. */
const readAhead = 200;

export function LogList({ log, read, isGrowing, startsAtEnd, onFrom, line, onLine, showsAttempts, showsAssets }: LogListProps) {
  const { lines, isAtEnd, hasEarlier, isReading, error } = log;
  const scroller = useRef<HTMLElement>(null);
  const [isFollowing, setFollowing] = useState(startsAtEnd);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (at) => lines[at]?.cursor ?? at,
    overscan: 20,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? -1;
  const sought = useSoughtLine(lines, line);

  useEffect(() => {
    const isWanted = sought === "unread" || lastShown > lines.length - readAhead;
    if (isWanted && !isAtEnd && !isReading && error === null) read();
  }, [sought, lastShown, lines.length, isAtEnd, isReading, error, read]);
  useLayoutEffect(() => {
    if (isFollowing && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [isFollowing, lines.length, virtualizer]);
  useLayoutEffect(() => {
    if (typeof sought === "number") virtualizer.scrollToIndex(sought, { align: "center" });
  }, [sought, virtualizer]);

  const leave = (): void => setFollowing(false);
  // What lies between is not read for that, however much it is.
  const jump = (): void => (isAtEnd || startsAtEnd ? setFollowing(true) : onFrom("tail"));
  return (
    <div className="relative">
      {hasEarlier && (
        <Button className="mb-2" data-testid="log-start" onClick={() => onFrom("start")}>
          <ArrowUpToLine aria-hidden size={15} /> Show from the beginning
        </Button>
      )}
      <section
        ref={scroller}
        aria-label="Log"
        data-testid="log"
        data-lines={lines.length}
        data-end={isAtEnd}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onWheel={(event) => event.deltaY < 0 && leave()}
        onTouchMove={leave}
        onPointerDown={leave}
        onKeyDown={(event) => {
          if (["ArrowUp", "PageUp", "Home"].includes(event.key)) leave();
          if (event.key === "End") jump();
        }}
        className="h-[65dvh] min-h-64 overflow-auto rounded-xl border border-line bg-surface font-mono text-xs -outline-offset-2"
      >
        <ol className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const one = lines[index];
            if (one === undefined) return null;
            return (
              <LogRow
                key={key}
                line={one}
                isLinked={one.cursor === line}
                isOpen={open.has(one.cursor)}
                onToggle={() => setOpen(toggled(open, one.cursor))}
                onLink={() => {
                  leave();
                  onLine(one.cursor);
                }}
                showsAttempt={showsAttempts}
                showsAsset={showsAssets}
                place={{
                  "data-index": index,
                  ref: virtualizer.measureElement,
                  "aria-posinset": index + 1,
                  "aria-setsize": isAtEnd ? lines.length : -1,
                  style: { transform: `translateY(${start}px)` },
                }}
              />
            );
          })}
        </ol>
      </section>
      {!isFollowing && (lastShown < lines.length - 1 || !isAtEnd || isGrowing) && (
        <Button data-testid="log-jump" className="absolute right-5 bottom-4 shadow-card" onClick={jump}>
          <ArrowDownToLine aria-hidden size={15} /> Jump to latest
        </Button>
      )}
    </div>
  );
}

/** Where the line of the address is; it is found once, so that reading on does not go back to it. */
function useSoughtLine(lines: LogState["lines"], cursor: string | null): number | "unread" | null {
  const [found, setFound] = useState<{ readonly cursor: string; readonly at: number } | null>(null);
  if (cursor === null) return null;
  if (found?.cursor === cursor) return found.at;
  const at = lines.findIndex((line) => line.cursor === cursor);
  if (at === -1) return "unread";
  setFound({ cursor, at });
  return at;
}
