import { expect, it } from "vitest";
import { callSite } from "./call-site.ts";
import type { LocalModule } from "./local-module.ts";
import { outlineOf } from "./module-outline.ts";

const text = `const a = asset("a", {});
  const b = hw.made.asset<Row>("b", {});
for (const item of items) {
  const twice = item * 2;
  all.push(asset("c", inner(item)));
}
const factory = (key) => { const spec = {}; return asset(key, spec); };
`;
const module: LocalModule = { file: "/a.ts", hash: "", text, outline: outlineOf("a.ts", text) };

const found = (line: number, column: number, key: string | null = null) => {
  const site = callSite(module, { line, column }, key);
  const names: string[] = [];
  for (let scope = site?.around ?? null; scope !== null; scope = scope.parent) names.push(...scope.names.keys());
  return site && { call: text.slice(site.call.start, site.call.end), around: names, isInFunction: site.inside !== null };
};

it("a call is found by the place of the name that is called", () => {
  expect(found(1, 11)).toEqual({ call: 'asset("a", {})', around: [], isInFunction: false });
  expect(found(2, 21)).toEqual({ call: 'hw.made.asset<Row>("b", {})', around: [], isInFunction: false });
});

it("with the names of the loops, blocks and functions around it", () => {
  expect(found(5, 12)).toEqual({ call: 'asset("c", inner(item))', around: ["twice", "item"], isInFunction: false });
  expect(found(5, 7)?.call).toBe('all.push(asset("c", inner(item)))');
  expect(found(7, 52)).toEqual({ call: "asset(key, spec)", around: ["spec", "key"], isInFunction: true });
});

it("where the place is not exact, by its key", () => {
  expect(found(1, 5)).toBeNull();
  expect(found(1, 5, "c")?.call).toBe('asset("c", inner(item))');
  expect(found(1, 5, "d")).toBeNull();
});
