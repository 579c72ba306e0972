/** Edits that tell whether names are understood: what shadows what, what is hoisted, what a pattern binds. */
import { changes, type EditTable, nothing, projectOf, replace, rewrite } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as assets from "./assets.ts";
export default define({ include: [assets] });
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { a, b, c, rest, first, third, made, late, counter, bump, Box, symbol, steps, walk, run as outer } from "./names.ts";
import { f, x } from "./shadowed.ts";

const number = { output: z.number() };
export const shadowing = asset("shadowing", {
  ...number,
  run: () => {
    const f = (x: number): number => x + 1;
    return f(1);
  },
});
export const parameter = asset("parameter", { ...number, run: (_: unknown, { log: x }: { log: unknown }) => (x === null ? 1 : 2) });
export const hoisted = asset("hoisted", {
  ...number,
  run: () => {
    if (f() > 100) {
      var x = 1;
    }
    return x ?? 2;
    function f(): number {
      return 1;
    }
  },
});
export const caught = asset("caught", {
  ...number,
  run: () => {
    try {
      throw 1;
    } catch (x) {
      return x as number;
    }
  },
});
export const blocked = asset("blocked", {
  ...number,
  run: () => {
    {
      const x = 1;
      void x;
    }
    return x;
  },
});
export const defaulted = asset("defaulted", { ...number, run: () => ((f = x) => f)() });
export const property = asset("property", { ...number, run: () => ({ x: 1 }).x + ({ f: () => 2 }).f() });
export const short = asset("short", { ...number, run: () => ({ x }).x });
export const looped = asset("looped", {
  ...number,
  run: () => {
    let sum = 0;
    outer: for (let x = 0; x < 3; x++) {
      for (const f of [1, 2]) {
        if (f === 2) continue outer;
        sum += f;
      }
    }
    return sum;
  },
});
export const inner = asset("inner", {
  ...number,
  run: () => {
    const fact = function f(x: number): number {
      return x < 2 ? 1 : x * f(x - 1);
    };
    class x {
      static f = 3;
    }
    return fact(3) + x.f;
  },
});
export const patterns = asset("patterns", { ...number, run: () => a + c });
export const others = asset("others", { ...number, run: () => b + Object.keys(rest).length });
export const elements = asset("elements", { ...number, run: () => first + third });
export const called = asset("called", { ...number, run: () => made.value });
export const assigned = asset("assigned", { ...number, run: () => late() });
export const counted = asset("counted", { ...number, run: () => counter });
export const bumping = asset("bumping", { ...number, run: () => bump() });
export const boxed = asset("boxed", { ...number, run: () => new Box(1)[symbol]() });
export const walked = asset("walked", { ...number, run: () => [...walk()].length + steps });
export const untouched = asset("untouched", { ...number, run: () => outer() });
--- shadowed.ts
export const x = 10;
export function f(): number {
  return 20;
}
--- names.ts
const source = { a: 1, b: 2, c: { d: 3 }, e: 4 };
export const { a, b, c: { d: c }, ...rest } = source;
export const [first, , third = fallback()] = [1, 2];
function fallback(): number {
  return 3;
}
const inner = 7;
export const made = make();
function make(): { value: number } {
  return { value: inner };
}
export let late = (): number => 1;
late = () => 2;
export let counter = 0;
export const bump = (): number => (counter += 1);
export const symbol = Symbol("box");
export class Box {
  constructor(readonly content: number) {}
  [symbol](): number {
    return this.content;
  }
}
export const steps = 3;
export function* walk(): Generator<number> {
  for (let step = 0; step < steps; step++) yield step;
}
export const run = (): number => 1;
`);

const names = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("names.ts", text, other));
const all = "assigned boxed bumping called counted elements others patterns untouched walked";

export const table: EditTable = {
  name: "edits that tell whether names are understood",
  project,
  edits: [
    changes("blocked defaulted short", "a constant that others shadow: only who means it", replace("shadowed.ts", "10", "11")),
    nothing("a function that everybody shadows", replace("shadowed.ts", "20", "21")),
    changes("shadowing", "a local that shadows an import", replace("assets.ts", "x + 1", "x + 2")),
    changes("hoisted", "a function that is hoisted", replace("assets.ts", "return 1;\n    }\n  },", "return 2;\n    }\n  },")),
    nothing(
      "a renamed var in a block",
      rewrite("assets.ts", (text) => text.replace("var x = 1", "var y = 1").replace("return x ?? 2", "return y ?? 2")),
    ),
    changes("hoisted", "a var in a block that is meant no more", replace("assets.ts", "var x = 1", "var y = 1")),
    nothing(
      "a renamed parameter of catch",
      rewrite("assets.ts", (text) => text.replace("catch (x)", "catch (e)").replace("return x as number", "return e as number")),
    ),
    changes("caught", "a parameter of catch that is meant no more", replace("assets.ts", "catch (x)", "catch (e)")),
    nothing(
      "a renamed label",
      rewrite("assets.ts", (text) => text.replace("outer: for", "next: for").replace("continue outer", "continue next")),
    ),
    changes("looped", "break in the place of continue", replace("assets.ts", "continue outer", "break outer")),
    nothing(
      "a renamed function expression",
      rewrite("assets.ts", (text) => text.replace("function f(x: number)", "function g(x: number)").replace("x * f(x - 1)", "x * g(x - 1)")),
    ),
    changes("inner", "a class within a function", replace("assets.ts", "static f = 3", "static f = 4")),
    changes(
      "property",
      "the name of a property, which is no name of a variable",
      replace("assets.ts", "({ x: 1 }).x", "({ y: 1 } as { x?: number; y: number }).x!"),
    ),
    changes("short", "the name of a property in short form", replace("assets.ts", "({ x }).x", "({ y: x } as { x?: number; y: number }).x!")),
    nothing("a property in long form", replace("assets.ts", "({ x }).x", "({ x: x }).x")),
    names("others patterns", "an object that a pattern takes apart", "d: 3", "d: 30"),
    names("others patterns", "a pattern", "c: { d: c }", "c: { d: c = 5 }"),
    names("elements", "what a default in a pattern calls", "return 3", "return 30"),
    names("called", "a constant that a call at the top level reads", "inner = 7", "inner = 70"),
    changes(all, "a statement that gives a variable another value", replace("names.ts", "late = () => 2", "late = () => 3")),
    names("bumping counted", "the first value of a variable that a function changes", "counter = 0", "counter = 1"),
    names("bumping counted", "the function that changes a variable", "counter += 1", "counter += 2"),
    names("boxed", "a computed name of a method", 'Symbol("box")', 'Symbol("Box")'),
    names("walked", "a constant that a generator reads", "steps = 3", "steps = 4"),
    names("walked", "a generator", "yield step;", "yield step + 1;"),
    names("untouched", "a function that is imported by the name of a spec key", "run = (): number => 1", "run = (): number => 2"),
  ],
};
