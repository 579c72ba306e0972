/** How a log is read: page by page, and on where it has grown. */
import { expect, test } from "vitest";
import { createLogReader, type LogPage, type Place } from "./log-reader.ts";
import { logText } from "./log-text.ts";
import type { LogLine } from "./queries.ts";

const line = (cursor: string, more: Partial<LogLine> = {}): LogLine => ({
  cursor,
  at: "2026-01-01T00:00:00.000Z",
  level: "INFO",
  message: cursor,
  fields: null,
  attempt: 1,
  stream: "log",
  asset: "a",
  ...more,
});

/** A log that grows, in pages of two. */
function growingLog(): { readonly lines: LogLine[]; readonly asked: (string | null)[]; fetchPage(place: Place): Promise<LogPage> } {
  const lines: LogLine[] = [];
  const asked: (string | null)[] = [];
  return {
    lines,
    asked,
    async fetchPage({ after, before, tail }) {
      asked.push(before === null ? after : `<${before}`);
      const ahead =
        before === null
          ? lines
          : lines.slice(
              0,
              Math.max(
                0,
                lines.findIndex((one) => one.cursor === before),
              ),
            );
      if (tail) return { lines: ahead.slice(-2), hasMore: before !== null, hasEarlier: ahead.length > 2 };
      const from = lines.findIndex((one) => one.cursor === after) + 1;
      return { lines: lines.slice(from, from + 2), hasMore: lines.length > from + 2, hasEarlier: from > 0 };
    },
  };
}

test("a log is read page by page to its end, and on from there when it has grown", async () => {
  const log = growingLog();
  log.lines.push(line("a"), line("b"), line("c"));
  const reader = createLogReader(log.fetchPage);
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [{ cursor: "a" }, { cursor: "b" }], isAtEnd: false });
  await reader.read();
  expect(reader.state().isAtEnd).toBe(true);
  log.lines.push(line("d"));
  await reader.read();
  expect(reader.state().lines.map((one) => one.cursor)).toEqual(["a", "b", "c", "d"]);
  expect(log.asked).toEqual([null, "b", "c"]);
});

test("a log can be taken up at its last lines; then it says that there are earlier ones, and goes on from there", async () => {
  const log = growingLog();
  const reader = createLogReader(log.fetchPage, "tail");
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [], isAtEnd: true, hasEarlier: false });
  log.lines.push(line("a"), line("b"), line("c"));
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [{ cursor: "b" }, { cursor: "c" }], isAtEnd: true, hasEarlier: true });
  log.lines.push(line("d"));
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [{ cursor: "b" }, { cursor: "c" }, { cursor: "d" }], hasEarlier: true });
});

test("a log can be taken up around a line, deep in it; from there it goes on and back, and what lies far away is not read", async () => {
  const log = growingLog();
  log.lines.push(..."abcdefghi".split("").map((cursor) => line(cursor)));
  const reader = createLogReader(log.fetchPage, { line: "e" });
  const cursors = () =>
    reader
      .state()
      .lines.map((one) => one.cursor)
      .join("");
  await reader.read();
  expect([cursors(), reader.state()]).toMatchObject(["cdef", { isAtEnd: false, hasEarlier: true }]);
  await reader.readEarlier();
  expect([cursors(), reader.state()]).toMatchObject(["abcdef", { isAtEnd: false, hasEarlier: false }]);
  await reader.readEarlier();
  await reader.read();
  expect(cursors()).toBe("abcdefgh");
  expect(log.asked).toEqual(["<e", "d", "<c", "f"]);
});

test("a log around its first line begins with it; around a line that it does not have, at its beginning", async () => {
  const log = growingLog();
  log.lines.push(line("a"), line("b"), line("c"));
  for (const sought of ["a", "elsewhere"]) {
    const reader = createLogReader(log.fetchPage, { line: sought });
    await reader.read();
    expect(reader.state()).toMatchObject({ lines: [{ cursor: "a" }, { cursor: "b" }], hasEarlier: false, isAtEnd: false });
  }
});

test("asked twice at once, it reads a page once", async () => {
  const log = growingLog();
  log.lines.push(line("a"), line("b"), line("c"));
  const reader = createLogReader(log.fetchPage);
  await Promise.all([reader.read(), reader.read()]);
  expect(log.asked).toEqual([null]);
});

test("a page that cannot be had leaves what was read; the next try goes on there", async () => {
  const log = growingLog();
  log.lines.push(line("a"), line("b"), line("c"));
  let isAway = false;
  const reader = createLogReader((place) => (isAway ? Promise.reject(new Error("away")) : log.fetchPage(place)));
  await reader.read();
  isAway = true;
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [{}, {}], isReading: false, error: { message: "away" } });
  isAway = false;
  await reader.read();
  expect(reader.state()).toMatchObject({ lines: [{}, {}, {}], isAtEnd: true, error: null });
});

test("a reader that was stopped takes no page that arrives later, and may begin again", async () => {
  const log = growingLog();
  log.lines.push(line("a"));
  const reader = createLogReader(log.fetchPage);
  const late = reader.read();
  reader.stop();
  await late;
  expect(reader.state().lines).toEqual([]);
  await reader.read();
  expect(reader.state().lines).toHaveLength(1);
});

test("as text, a line has its time, level, asset, attempt where it was not the first, message and fields", () => {
  expect(logText([line("read"), line("slow", { level: "WARN", attempt: 2, fields: { rows: 3 } })])).toBe(
    '2026-01-01T00:00:00.000Z INFO  a: read\n2026-01-01T00:00:00.000Z WARN  a (attempt 2): slow {"rows":3}\n',
  );
});
