/** Chains, reach, keyboard ways and selection texts of a lineage. */
import { expect, test } from "vitest";
import { nextFocus, type Ways } from "./keyboard.ts";
import { layout } from "./layout/layout.ts";
import { chainTo, neighbours, reach } from "./paths.ts";
import { markedColumn, selectionOf } from "./selection-text.ts";

const links = [
  { from: "raw", to: "daily" },
  { from: "daily", to: "hot" },
  { from: "daily", to: "wet" },
  { from: "hot", to: "report" },
  { from: "wet", to: "report" },
];
const upstream = neighbours(links, "upstream");
const downstream = neighbours(links, "downstream");
const ways: Ways = { layout: layout(["raw", "daily", "hot", "wet", "report"], links), upstream, downstream };

test("the chain leads from an asset to the root cause, by the shortest way", () => {
  expect(chainTo("raw", "report", upstream)).toEqual(["report", "hot", "daily", "raw"]);
});

test("a root cause that is not in sight is named all the same", () => {
  expect(chainTo("hidden", "report", upstream)).toEqual(["report", "hidden"]);
});

test("what a selection lights up is all that it reads and all that reads it", () => {
  expect([...reach(["hot"], upstream)]).toEqual(["hot", "daily", "raw"]);
  expect([...reach(["hot"], downstream)]).toEqual(["hot", "report"]);
});

test("arrows move along edges and within a column, Home goes to the root", () => {
  const hotIsAbove = (ways.layout.nodes.get("hot")?.y ?? 0) < (ways.layout.nodes.get("wet")?.y ?? 0);
  expect(nextFocus("ArrowRight", "raw", ways)).toBe("daily");
  expect(nextFocus("ArrowLeft", "hot", ways)).toBe("daily");
  expect(nextFocus(hotIsAbove ? "ArrowDown" : "ArrowUp", "hot", ways)).toBe("wet");
  expect(nextFocus("Home", "report", ways)).toBe("raw");
  expect(nextFocus("ArrowRight", "report", ways)).toBeUndefined();
});

test("keys with characters of the grammar are quoted", () => {
  expect(selectionOf(["a/b", "c d", 'x"y', "not", "7"])).toBe('a/b, "c d", "x\\"y", "not", "7"');
});

test("the column of a selection error is found in its message", () => {
  expect(markedColumn('The selection "a and" is wrong at column 6: expected an asset key.')).toBe(6);
  expect(markedColumn("There is no such asset.")).toBeNull();
});
