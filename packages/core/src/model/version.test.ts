import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowTexts } from "./canonical.ts";
import { addFingerprints, edgeFingerprint, hashJson, sha256, sourceVersion, tableVersion, traceKey } from "./version.ts";

const versionOf = (rows: readonly object[], options: Partial<Parameters<typeof tableVersion>[0]> = {}): string => {
  const version = tableVersion({ columns: ["a", "b"], ordered: false, ignore: [], ...options });
  for (const row of rows) version.add(rowTexts(row, new Set(options.ignore)).canonical);
  return version.version();
};
const cell = (key: string, partition: string | null, version: string | null) => ({ key, partition, version });
const rows = fc.array(fc.record({ a: fc.integer(), b: fc.string() }), { maxLength: 20 });

describe("versions that must never change (a change makes every asset of every user stale)", () => {
  it("of a text, a value and a source", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(hashJson({ b: [1, -0, null, "x"], a: new Date(0), c: 10n, d: undefined, e: new Map([["k", new Set([1])]]) })).toBe(
      "2401c849dfee2f0074dd48df36219d443de2e30e258bdb9e47d19090a0d19cd7",
    );
    expect(sourceVersion("v1", "c1")).toBe("67077ebbe9ab5f9f0b10c0d8b097128e76377484510099be692b0574f3a48033");
  });

  it("of a table", () => {
    expect(
      versionOf([
        { a: 1, b: "x" },
        { a: 2, b: "y" },
      ]),
    ).toBe("2722d715933229ce1172fe9c45c5fbb711ebf40e146d3dc267a0d0c1283f6936");
    expect(
      versionOf(
        [
          { a: 1, b: "x" },
          { a: 2, b: "y" },
        ],
        { ordered: true },
      ),
    ).toBe("97683857a024fd1d555b0f80a0a596193eb5d4dfad14a79912941896c7eda87e");
  });

  it("of an edge and a trace", () => {
    expect(edgeFingerprint([cell("a", null, "v1"), cell("b", "2024-01-01", "v2")])).toBe("bfdff73ac9186ee6c58174aa48267aad");
    expect(traceKey({ codeVersion: "c", configHash: "h", inputs: [] })).toBe("64dd4118ebe89737fddf0ac594a369463756d8ae74f274df4f0fd8dc57ada119");
  });
});

describe("tableVersion", () => {
  it("does not depend on the order of rows, unless they are ordered", () => {
    fc.assert(fc.property(rows, (given) => void expect(versionOf([...given].reverse())).toBe(versionOf(given))));
    const two = [{ a: 1 }, { a: 2 }];
    expect(versionOf([...two].reverse(), { ordered: true })).not.toBe(versionOf(two, { ordered: true }));
  });

  it("counts rows that occur twice", () => {
    fc.assert(
      fc.property(
        rows.filter((given) => given.length > 0),
        (given) => void expect(versionOf([...given, ...given.slice(0, 1)])).not.toBe(versionOf(given)),
      ),
    );
  });

  it("counts the names of columns, also of an empty table", () => {
    expect(versionOf([], { columns: ["a"] })).not.toBe(versionOf([], { columns: ["b"] }));
  });

  it("leaves ignored columns out", () => {
    expect(versionOf([{ a: 1, b: "x" }], { ignore: ["b"] })).toBe(versionOf([{ a: 1, b: "y" }], { ignore: ["b"] }));
    expect(versionOf([{ a: 1, b: "x" }], { ignore: ["b"] })).not.toBe(versionOf([{ a: 2, b: "x" }], { ignore: ["b"] }));
  });
});

describe("edgeFingerprint", () => {
  const cells = fc.array(fc.record({ key: fc.string(), partition: fc.option(fc.string()), version: fc.string() }), { maxLength: 10 });

  it("does not depend on the order of cells", () => {
    fc.assert(fc.property(cells, (given) => void expect(edgeFingerprint([...given].reverse())).toBe(edgeFingerprint(given))));
  });

  it("of two sets together is the sum of both", () => {
    fc.assert(fc.property(cells, cells, (a, b) => void expect(edgeFingerprint([...a, ...b])).toBe(addFingerprints(edgeFingerprint(a), edgeFingerprint(b)))));
  });

  it("delimits key, partition and version", () => {
    expect(edgeFingerprint([cell("ab", null, "c")])).not.toBe(edgeFingerprint([cell("a", null, "bc")]));
    expect(edgeFingerprint([cell("a", "b", "c")])).not.toBe(edgeFingerprint([cell("a", "bc", "")]));
    expect(edgeFingerprint([cell("a", null, "v")])).not.toBe(edgeFingerprint([cell("a", "null", "v")]));
  });

  it("leaves out cells that do not exist", () => {
    expect(edgeFingerprint([cell("a", "1", "v"), cell("a", "2", null)])).toBe(edgeFingerprint([cell("a", "1", "v")]));
    expect(edgeFingerprint([cell("a", "2", null)])).toBe(edgeFingerprint([]));
  });

  it("is 128 bits in hex", () => {
    fc.assert(fc.property(cells, (given) => void expect(edgeFingerprint(given)).toMatch(/^[0-9a-f]{32}$/)));
  });
});

describe("traceKey", () => {
  const input = (name: string, fingerprint: string) => ({
    input: name,
    upstream: "u",
    mapping: "one",
    fingerprint,
    triggers: true,
    sourceCode: null,
    cells: [],
  });
  const trace = { codeVersion: "c", configHash: "h", inputs: [input("a", "1"), input("b", "2")] };

  it("does not depend on the order of inputs", () => {
    expect(traceKey({ ...trace, inputs: [...trace.inputs].reverse() })).toBe(traceKey(trace));
  });

  it.each([
    ["the code version", { codeVersion: "d" }],
    ["the config", { configHash: "i" }],
    ["a fingerprint", { inputs: [input("a", "1"), input("b", "3")] }],
    ["which input read what", { inputs: [input("a", "2"), input("b", "1")] }],
  ])("differs by %s", (_, change) => {
    expect(traceKey({ ...trace, ...change })).not.toBe(traceKey(trace));
  });
});
