import { describe, expect, it, test } from "vitest";
import type { AssetNode } from "../model/asset-node.ts";
import { HeadwaterError } from "../model/errors.ts";
import { buildGraph } from "./asset-graph.ts";
import { selectAssets } from "./select-assets.ts";
import { keysSelection } from "./selection.ts";

const node = (key: string, inputs: readonly string[] = [], more: Partial<AssetNode> = {}): AssetNode => ({
  key,
  kind: key.startsWith("raw/") ? "source" : "asset",
  group: key.split("/")[0] ?? key,
  description: null,
  owners: [],
  tags: {},
  kinds: [],
  codeVersion: "1",
  codeParts: { explicit: null, body: "", schema: "", config: "", params: "" },
  inputs: inputs.map((upstream) => ({ name: upstream, upstream, mapping: "one", triggers: true, loads: true })),
  after: [],
  schema: null,
  columns: null,
  configSchema: null,
  configHash: "",
  declaredAt: null,
  ...more,
});

//  raw/a -> w/b -> w/c -> report
//  raw/z -------> w/c        w/alone
const graph = buildGraph({
  version: "1",
  assets: [
    node("raw/a"),
    node("raw/z"),
    node("w/b", ["raw/a"], { kinds: ["table"], owners: ["ada@example.com"], tags: { tier: "gold" } }),
    node("w/c", ["w/b", "raw/z"]),
    node("report", ["w/c"]),
    node("w/alone"),
    node("odd key, (really)"),
  ],
});
const select = (selection: string) => [...selectAssets(graph, selection, new Map([["w/b", { status: "STALE" as const }]]))];

describe("a selection", () => {
  test.each([
    ["*", ["raw/a", "raw/z", "w/b", "w/c", "report", "w/alone", "odd key, (really)"]],
    ["w/b", ["w/b"]],
    ["w/*", ["w/b", "w/c", "w/alone"]],
    ["**/a*", ["raw/a", "w/alone"]],
    ["+w/c", ["raw/a", "raw/z", "w/b", "w/c"]],
    ["w/b+", ["w/b", "w/c", "report"]],
    ["1+w/c", ["raw/z", "w/b", "w/c"]],
    ["raw/a+1", ["raw/a", "w/b"]],
    ["1+w/b+1", ["raw/a", "w/b", "w/c"]],
    ["+w/b+", ["raw/a", "w/b", "w/c", "report"]],
    ["w/b, report", ["w/b", "report"]],
    ["w/b or report", ["w/b", "report"]],
    ["w/* and not w/alone", ["w/b", "w/c"]],
    ["group:w", ["w/b", "w/c", "w/alone"]],
    ["kind:table", ["w/b"]],
    ["kind:source", ["raw/a", "raw/z"]],
    ["owner:ada@example.com", ["w/b"]],
    ["tag:tier=gold", ["w/b"]],
    ["tag:tier", ["w/b"]],
    ["status:stale", ["w/b"]],
    ["sources()", ["raw/a", "raw/z"]],
    ["sinks() and not roots()", ["report"]],
    ["+(w/b or w/alone)", ["raw/a", "w/b", "w/alone"]],
    ["not (w/*, sources())", ["report", "odd key, (really)"]],
    ['"odd key, (really)"', ["odd key, (really)"]],
    ["w/b,report , w/alone", ["w/b", "report", "w/alone"]],
  ])("%s", (selection, expected) => {
    expect(select(selection)).toEqual(expected);
  });

  test.each([
    ["w/b,", 5, "an asset key"],
    ["(w/b", 5, "a closing parenthesis"],
    ["w/b report", 5, "a comma"],
    ['"open', 1, "a closing double quote"],
    ["w/b+x", 5, "a number of levels"],
    ["group:", 7, "a value after group:"],
    ["frobs()", 1, "one of sources()"],
    ["status:old", 1, "one of status:missing, status:stale"],
    ["", 1, "an asset key"],
    ["and w/b", 1, "an asset key"],
  ])("%j is refused at column %i: expected %s", (selection, column, expected) => {
    expect(() => select(selection)).toThrowError(
      expect.objectContaining({ code: "SELECTION_INVALID", details: { selection, column, expected: expect.stringContaining(expected) } }),
    );
  });

  test("an unknown key is named with keys that may have been meant", () => {
    expect(() => select("alone")).toThrowError(expect.objectContaining({ code: "ASSET_UNKNOWN", message: expect.stringContaining('"w/alone"') }));
    expect(() => select("repott")).toThrowError(/Similar: "report"/);
  });
  test("a selection that matches nothing says so", () => {
    expect(() => select("group:nothing")).toThrowError(expect.objectContaining({ code: "SELECTION_EMPTY" }));
  });
});

describe("the graph", () => {
  test("a circle is refused with its path", () => {
    const circular = { version: "1", assets: [node("a", ["c"]), node("b", ["a"]), node("c", ["b"])] };
    let thrown: unknown;
    try {
      buildGraph(circular);
    } catch (error) {
      thrown = error;
    }
    expect(HeadwaterError.is(thrown, "ASSET_CYCLE") && thrown.details.path).toEqual(["a", "c", "b", "a"]);
  });
  test("a chain of 10,000 is ordered without a deep stack", () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}`);
    const long = buildGraph({ version: "1", assets: keys.map((key, i) => node(key, i + 1 < keys.length ? [`k${i + 1}`] : [])) });
    expect(long.order[0]).toBe("k9999");
    expect(long.order.at(-1)).toBe("k0");
  });
});

describe("a selection that a program made", () => {
  it.each(["a", "a/b.c-d_2", "odd key, (really)", "and", "not", "group:g", "a*", "2", 'with "quotes" and \\', "naïve/ключ", "a+b"])(
    "of the key %s means that key",
    (key) => {
      const one = buildGraph({ version: "1", assets: [node("first"), node(key)] });
      expect(selectAssets(one, keysSelection([key, "first"]))).toEqual(["first", key]);
    },
  );
  it("may list thousands of keys", () => {
    expect(select(Array.from({ length: 20_000 }, () => "w/b").join(", "))).toEqual(["w/b"]);
    expect(select(Array.from({ length: 20_000 }, () => "w/b").join(" and "))).toEqual(["w/b"]);
  });

  it.each([["(".repeat(50_000)], ["not ".repeat(50_000)]])("nests only so deep", (selection) => {
    expect(() => select(selection)).toThrow("at most 100 levels of parentheses and not");
  });

  it("takes no longer than its length and that of the keys allow", () => {
    const deep = buildGraph({ version: "1", assets: [node("a".repeat(200))] });
    expect(() => selectAssets(deep, `${"**a".repeat(60)}**b`)).toThrow("matches no asset");
    expect(selectAssets(deep, `${"**a".repeat(60)}*`)).toHaveLength(1);
  });
});
