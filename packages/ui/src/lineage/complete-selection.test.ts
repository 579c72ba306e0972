/** What the selection box offers at the caret. */
import { expect, test } from "vitest";
import { completeSelection } from "./complete-selection.ts";
import { vocabularyOf } from "./vocabulary.ts";

const asset = (
  key: string,
  more: { readonly kinds?: readonly string[]; readonly owners?: readonly string[]; readonly tags?: { readonly [name: string]: string } } = {},
) => ({
  key,
  group: key.split("/", 1)[0] ?? key,
  kinds: more.kinds ?? [],
  tags: more.tags ?? {},
  owners: more.owners ?? [],
});
const vocabulary = vocabularyOf([
  asset("raw/orders", { owners: ["shop@example.org"] }),
  asset("shop/orders", { kinds: ["typescript"], tags: { tier: "gold" } }),
  asset("shop/big orders"),
  asset("north sea/tides", { tags: { area: "north sea" } }),
]);

/** The caret is where `|` stands. */
const offered = (marked: string): readonly string[] =>
  completeSelection(marked.replace("|", ""), marked.indexOf("|"), vocabulary).items.map(({ insert }) => insert);
const taken = (marked: string, insert: string): string => {
  const text = marked.replace("|", "");
  const { from, to } = completeSelection(text, marked.indexOf("|"), vocabulary);
  return text.slice(0, from) + insert + text.slice(to);
};

test("keys are found by the beginning of their name, of a segment, or by any part", () => {
  expect(offered("ord|")).toEqual(["raw/orders", "shop/orders", '"shop/big orders"']);
  expect(offered("shop/|")).toEqual(['"shop/big orders"', "shop/orders"]);
  expect(offered("zzz|")).toEqual([]);
});

test("behind a filter its values are offered, quoted where they must be", () => {
  expect(offered("group:|")).toEqual(['group:"north sea"', "group:raw", "group:shop"]);
  expect(offered("tag:|")).toEqual(['tag:"area=north sea"', "tag:tier=gold"]);
  expect(offered("owner:sh|")).toEqual(["owner:shop@example.org"]);
  expect(offered("kind:|")).toEqual(["kind:typescript"]);
  expect(offered("status:st|")).toEqual(["status:stale", "status:upstream_stale"]);
});

test("where an operand stands already, an operator is offered; behind an operator, a comma or a plus an operand", () => {
  expect(offered("raw/orders |")).toEqual(["and", "or"]);
  expect(offered("sources() a|")).toEqual(["and"]);
  expect(offered("raw/orders+ |")).toEqual(["and", "or"]);
  expect(offered("raw/orders and tides|")).toEqual(['"north sea/tides"']);
  expect(offered("raw/orders, +tid|")).toEqual(['"north sea/tides"']);
  expect(offered("2+tid|")).toEqual(['"north sea/tides"']);
  expect(offered("not so|")).toEqual(["sources()"]);
});

test("in an empty box all that a selection can begin with is offered", () => {
  expect(offered("|").slice(0, 9)).toEqual(["group:", "kind:", "owner:", "status:", "tag:", "sources()", "roots()", "sinks()", "not"]);
});

test("only the word at the caret is replaced, also where it is in the middle or in quotes", () => {
  expect(taken("+ra| and sinks()", "raw/orders")).toBe("+raw/orders and sinks()");
  expect(taken("sh|op/x, raw/orders", "shop/orders")).toBe("shop/orders, raw/orders");
  expect(taken('raw/orders, "shop/big o|', '"shop/big orders"')).toBe('raw/orders, "shop/big orders"');
  expect(taken('group:"nor|', 'group:"north sea"')).toBe('group:"north sea"');
});
