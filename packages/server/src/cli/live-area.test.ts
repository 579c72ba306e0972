/** What is drawn anew, on the screen of a terminal. */
import { Writable } from "node:stream";
import headless from "@xterm/headless";
import { expect, onTestFinished, test } from "vitest";
import { createLiveArea, type Screen } from "./live-area.ts";

/** A terminal that breaks its lines anew when it becomes narrower, as most do. */
function openScreen(columns: number) {
  const terminal = new headless.Terminal({ cols: columns, rows: 12, allowProposedApi: true, convertEol: true });
  const write = (chunk: unknown, _: unknown, done: () => void): void => terminal.write(String(chunk), done);
  const stream: Screen & { columns: number } = Object.assign(new Writable({ decodeStrings: false, write }), { isTTY: true, columns });
  const area = createLiveArea(stream);
  onTestFinished(() => area.show(null));
  const settled = (): Promise<void> => new Promise((resolve) => stream.write("", () => resolve()));
  return {
    area,
    print: (line: string) => area.above(() => stream.write(`${line}\n`)),
    async resize(width: number) {
      await settled();
      terminal.resize(width, 12);
      stream.columns = width;
      stream.emit("resize");
    },
    async lines() {
      await settled();
      const { active } = terminal.buffer;
      const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true) ?? "");
      return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
    },
  };
}

test("what is printed goes above what is drawn, and what is drawn goes away at the end", async () => {
  const { area, print, lines } = openScreen(40);
  print("before");
  area.show(() => ["working", "1 of 2"]);
  print("first");
  expect(await lines()).toEqual(["before", "first", "working", "1 of 2"]);
  area.show(() => ["2 of 2"]);
  print("second");
  expect(await lines()).toEqual(["before", "first", "second", "2 of 2"]);
  area.show(null);
  print("after");
  expect(await lines()).toEqual(["before", "first", "second", "after"]);
});

test("a terminal that becomes narrower, much narrower and wider again shows it once, and keeps what was printed", async () => {
  const { area, print, resize, lines } = openScreen(60);
  print("a line that was printed before");
  area.show((width) => ["working ".padEnd(width, "."), "天気 ".padEnd(width - 2, "."), "1 of 2"]);
  for (const width of [40, 13, 60]) {
    await resize(width);
    const shown = (await lines()).slice(-3);
    expect(shown).toEqual(["working ".padEnd(width - 1, "."), "天気 ".padEnd(width - 3, "."), "1 of 2"]);
    expect((await lines()).filter((line) => /^working|of 2/.test(line))).toHaveLength(2);
  }
  expect(await lines()).toContain("a line that was printed before");
});

test("it goes on by itself", async () => {
  const { area, lines } = openScreen(40);
  let frame = 0;
  area.show(() => [`frame ${++frame}`]);
  await expect.poll(async () => (await lines()).at(-1), { timeout: 10_000, interval: 20 }).toMatch(/^frame ([3-9]|\d\d)/);
});
