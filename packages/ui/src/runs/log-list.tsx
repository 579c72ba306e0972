/** The lines of a log: however many, only those in sight are in the document. Follows the end until the reader scrolls away from it; reads on and back as they come into sight. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, ArrowUpToLine } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { toggled } from "../ui/toggled.ts";
import type { LogStart, LogState } from "./log-reader.ts";
import { LogRow } from "./log-row.tsx";

interface LogListProps {
  readonly log: LogState;
  readonly read: () => void;
  readonly readEarlier: () => void;
  /** Whether somebody may still write to it. */
  readonly isGrowing: boolean;
  /** Where it was taken up: at its last lines its end is followed at first, around a line that line is brought into sight. */
  readonly from: LogStart;
  /** Takes it up anew. */
  readonly onFrom: (from: LogStart) => void;
  /** Cursor of the line that the address points at; another one is brought into sight. */
  readonly line: string | null;
  readonly onLine: (cursor: string) => void;
  readonly showsAttempts: boolean;
  readonly showsAssets: boolean;
}

const lineHeight = 25;
/** So many lines before either end of what has been read, more is asked for. */
const readAhead = 200;

export function LogList({ log, read, readEarlier, isGrowing, from, onFrom, line, onLine, showsAttempts, showsAssets }: LogListProps) {
  const { lines, isAtEnd, hasEarlier, isReading, error } = log;
  const scroller = useRef<HTMLElement>(null);
  const reached = useRef(typeof from === "string" ? line : null);
  const [isFollowing, setFollowing] = useState(from === "tail");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (at) => lines[at]?.cursor ?? at,
    overscan: 20,
    // What is in sight stays there when lines come in above it.
    anchorTo: "end",
  });
  const shown = virtualizer.getVirtualItems();
  const firstShown = shown[0]?.index ?? -1;
  const lastShown = shown.at(-1)?.index ?? -1;

  useLayoutEffect(() => {
    if (isFollowing && lines.length > 0) virtualizer.scrollToIndex(lines.length - 1, { align: "end" });
  }, [isFollowing, lines.length, virtualizer]);
  useLayoutEffect(() => {
    const at = line === reached.current ? -1 : lines.findIndex(({ cursor }) => cursor === line);
    if (at === -1) return;
    virtualizer.scrollToIndex(at, { align: "center" });
    reached.current = line;
  }, [line, lines, virtualizer]);
  useEffect(() => {
    if (isReading || error !== null) return;
    // What is rendered may be from before a jump: what counts is where the list stands now.
    const isNearStart = firstShown !== -1 && (scroller.current?.scrollTop ?? 0) < readAhead * lineHeight;
    if (hasEarlier && isNearStart && !isFollowing) readEarlier();
    else if (!isAtEnd && lastShown > lines.length - readAhead) read();
  }, [firstShown, lastShown, lines.length, hasEarlier, isFollowing, isAtEnd, isReading, error, read, readEarlier]);

  const leave = (): void => setFollowing(false);
  // What lies between is not read for that, however much it is.
  const jump = (): void => (isAtEnd || from === "tail" ? setFollowing(true) : onFrom("tail"));
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
                  "aria-setsize": isAtEnd && !hasEarlier ? lines.length : -1,
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
