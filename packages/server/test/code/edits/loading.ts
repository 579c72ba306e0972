/** Edits of declarations and statements that change state or something global while modules are loaded, in ways that are easily overlooked. */
import { append, changes, type EditTable, nothing, projectOf, replace, sees } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import "./fill.ts";
import * as assets from "./assets.ts";
import { required } from "./required.ts";
export default define({ include: [assets, required] });
--- state.ts
export const byList = new Map<string, number>();
export const byCondition = new Map<string, number>();
export const byAssignment: { a?: number } = {};
export const byClass = new Map<string, number>();
export const byKey = new Map<string, number>();
export const sorted = [3, 1, 2];
export const copied = [3, 1, 2];
--- fill.ts
import { byAssignment, byClass, byCondition, byKey, byList, copied, sorted } from "./state.ts";
export const ids = [byList.set("a", 10)];
export const done = process.pid > 0 && byCondition.set("a", 20);
export const given = (byAssignment.a = 30);
export const Filled = class {
  static {
    byClass.set("a", 40);
  }
};
export class Keyed {
  [(byKey.set("a", 50), "key")] = 1;
}
sorted.sort((a, b) => a - b + 60);
export const order = copied.map((value) => value + 70).sort();
--- required.ts
import module from "node:module";
import { asset } from "@headwater/core";
import { z } from "zod";
const load = module.createRequire(import.meta.url);
export const required = asset("required", { output: z.number(), run: () => Number(load("./loaded.json").value) });
--- loaded.json
{ "value": 80 }
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { byAssignment, byClass, byCondition, byKey, byList, copied, sorted } from "./state.ts";
const output = z.number();
export const listed = asset("listed", { output, run: () => byList.get("a") ?? 0 });
export const conditional = asset("conditional", { output, run: () => byCondition.get("a") ?? 0 });
export const assigned = asset("assigned", { output, run: () => byAssignment.a ?? 0 });
export const inClass = asset("in_class", { output, run: () => byClass.get("a") ?? 0 });
export const keyed = asset("keyed", { output, run: () => byKey.get("a") ?? 0 });
export const ordered = asset("ordered", { output, run: () => sorted[0] ?? 0 });
export const copy = asset("copy", { output, run: () => copied[0] ?? 0 });
export const chosen = asset("chosen", {
  output,
  run: () => {
    const x = 1;
    const inner = (y: number): number => {
      switch (x) {
        case y: {
          return 1;
        }
        default:
          const x2 = 2;
          return x2;
      }
    };
    return inner(1);
  },
});
export const defaulted = asset("defaulted", {
  output,
  run: () => {
    const two = 2;
    const f = (value = two): number => {
      var two = value;
      return two;
    };
    return f() + two;
  },
});
`);

export const table: EditTable = {
  name: "edits of what changes state while modules are loaded",
  project,
  edits: [
    changes("listed", "a call within a list that is declared", replace("fill.ts", "10", "11")),
    changes("conditional", "a call on a condition that is declared", replace("fill.ts", "20", "21")),
    changes("assigned", "an assignment that is declared", replace("fill.ts", "30", "31")),
    changes("in_class", "a static block of a class expression", replace("fill.ts", "40", "41")),
    changes("keyed", "a computed key of a class", replace("fill.ts", "50", "51")),
    changes("ordered", "a list that is sorted in place", replace("fill.ts", "60", "61")),
    nothing("a copy of a list that is sorted", replace("fill.ts", "70", "71")),
    nothing(
      "a name within a case by that of what is switched on",
      replace("assets.ts", "const x2 = 2;\n          return x2", "const x = 2;\n          return x"),
    ),
    nothing(
      "a renamed var of a function, by the name of what a default parameter reads",
      replace("assets.ts", "var two = value;\n      return two", "var three = value;\n      return three"),
    ),
    changes("required", "a file that createRequire of a default import reads", replace("loaded.json", "80", "81")),
    sees("required", "a line beside a loader that createRequire of a default import makes", append("required.ts", "export const beside = 81;\n")),
  ],
};
