/** Constructs that are hard or impossible to follow: what they reach may count more coarsely there, but never less. */
import { type EditTable, projectOf, replace, sees } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as assets from "./assets.ts";
import * as required from "./required.ts";
import * as chosen from "./chosen.ts";
import * as packaged from "./packaged.ts";
import { odd } from "./odd.ts";
export default define({ include: [assets, required, chosen, packaged, odd] });
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { specOf, runs, build, Maker, later, assembled, bound } from "./specs.ts";
const output = z.number();
export const called = asset("called", specOf(3));
export const assigned = asset("assigned", Object.assign({ output }, { run: () => 1 }));
export const listed = asset("listed", { output, run: runs[0] ?? (() => 0) });
export const keyed = asset("keyed", { output, ["r" + "un"]: () => 2 } as never);
export const built = build();
export const made = new Maker().asset("made");
export const frozen = asset("frozen", Object.freeze({ output, run: () => 3 }));
export const conditional = asset("conditional", process.pid > 0 ? { output, run: () => 4 } : { output, run: () => 5 });
export const awaited = asset("awaited", await later());
export const parts = asset("parts", assembled);
export const attached = asset("attached", { output, run: bound });
export const immediate = (() => asset("immediate", { output, run: () => 6 }))();
export const [tupled] = [asset("tupled", { output, run: () => 7 })];
export const cast = asset("cast", <never>{ output, run: (() => 8) as unknown });
export const getter = asset("getter", { output, get run() { return () => 9; } });
export const proxied = asset("proxied", new Proxy({ output, run: () => 10 }, {}));
--- specs.ts
import { asset, type Asset } from "@headwater/core";
import { z } from "zod";
import { helper } from "./helper.ts";
const output = z.number();
export function specOf(value: number) {
  return { output, codeVersion: undefined, params: { value }, run: () => value + 1 };
}
export const runs = [() => helper()];
export const build = (): Asset<z.ZodNumber> => {
  const run = (): number => 2;
  return asset("built", { output, run });
};
export class Maker {
  asset(key: string) {
    return asset(key, { output, run: () => this.value() });
  }
  value(): number {
    return 11;
  }
}
export const later = async () => ({ output, run: () => helper() + 1 });
export const assembled = { output, run: (): number => 0 };
assembled.run = () => 12;
export const bound = function (this: number): number { return this + 13; }.bind(1);
--- helper.ts
export const helper = (): number => 20;
--- required.ts
import { createRequire } from "node:module";
import { asset } from "@headwater/core";
import { z } from "zod";
const load = createRequire(import.meta.url);
const { count } = load("./count.cjs");
export const counted = asset("counted", { output: z.number(), run: () => count() });
--- count.cjs
const base = require("./base.cjs");
exports.count = () => base.base + 1;
--- base.cjs
exports.base = 1;
--- chosen.ts
import { asset } from "@headwater/core";
import { z } from "zod";
const factor = 2;
export const evaluated = asset("evaluated", { output: z.number(), run: () => eval("factor * 2") as number });
export const chosen = asset("chosen", { output: z.number(), run: async () => (await import(\`./choices/\${"a"}.ts\`)).choice });
--- choices/a.ts
export const choice = 1;
--- packaged.ts
import { z } from "zod";
import { wrapped } from "maker";
import { helper } from "./helper.ts";
const add = (value: number): number => value + 1;
export const outside = wrapped("outside", { output: z.number(), run: () => add(helper()) });
--- node_modules/maker/package.json
{ "name": "maker", "version": "1.0.0", "type": "module", "exports": "./index.js", "peerDependencies": { "@headwater/core": "*" } }
--- node_modules/maker/index.js
import { asset } from "@headwater/core";
export const wrapped = (key, spec) => asset(key, { ...spec, tags: { made: "outside" } });
--- odd.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import * as names from "./names.ts";
export const odd = [
  asset("proto", { output: z.number(), run: () => names.constructor() + names.__proto__ + names.toString }),
  asset("quoted", { output: z.number(), run: () => names["a name"] + names.\\u0061bc }),
];
--- names.ts
const constructor = (): number => 1;
const __proto__ = 2;
const toString = 3;
const plain = 4;
const \\u0061bc = 5;
export { constructor, __proto__, toString, plain as "a name", abc };
`);

const assets = (key: string, promise: string, text: string, other: string) => sees(key, promise, replace("assets.ts", text, other));
const specs = (key: string, promise: string, text: string, other: string) => sees(key, promise, replace("specs.ts", text, other));

export const table: EditTable = {
  name: "edits of what is hard to follow",
  project,
  edits: [
    specs("called", "a function that returns the spec", "value + 1", "value + 2"),
    sees("called", "what is given to a function that returns the spec", replace("assets.ts", "specOf(3)", "specOf(4)")),
    assets("assigned", "a spec that Object.assign makes", "run: () => 1 }", "run: () => 10 }"),
    specs("listed", "a function out of a list", "[() => helper()]", "[() => helper() + 1]"),
    assets("keyed", "a computed spec key", "() => 2 }", "() => 20 }"),
    specs("built", "a function of a factory without parameters", "=> 2;", "=> 3;"),
    specs("made", "a method that an asset calls by this", "return 11", "return 12"),
    assets("frozen", "a spec that is frozen", "run: () => 3 })", "run: () => 30 })"),
    assets("conditional", "a spec that is chosen", "run: () => 4 }", "run: () => 40 }"),
    specs("awaited", "a spec that is awaited", "helper() + 1 }", "helper() + 2 }"),
    specs("parts", "a spec that is changed by a statement", "() => 12", "() => 13"),
    specs("attached", "a bound function", "this + 13", "this + 14"),
    assets("immediate", "an asset in a function that is called at once", "run: () => 6 }", "run: () => 60 }"),
    assets("tupled", "an asset in a pattern", "run: () => 7 }", "run: () => 70 }"),
    assets("cast", "a spec in an assertion", "(() => 8)", "(() => 80)"),
    assets("getter", "a run that a getter gives", "=> 9;", "=> 90;"),
    assets("proxied", "a spec in a proxy", "run: () => 10 }", "run: () => 100 }"),
    sees("awaited listed outside", "a helper behind all of them", replace("helper.ts", "20", "21")),
    sees("counted", "a CommonJS module that is required", replace("count.cjs", "+ 1", "+ 2")),
    sees("counted", "a CommonJS module that another one requires", replace("base.cjs", "= 1", "= 2")),
    sees("evaluated", "what eval reads", replace("chosen.ts", "factor = 2", "factor = 3")),
    sees("chosen", "the path of a dynamic import that is calculated", replace("chosen.ts", '"a"', '"b"')),
    sees("outside", "a function that is given to a factory of a package", replace("packaged.ts", "add(helper())", "add(helper()) + 1")),
    sees("outside", "a helper of a function that is given to a factory of a package", replace("packaged.ts", "value + 1", "value + 2")),
    sees("proto", "a function that is called constructor", replace("names.ts", "=> 1", "=> 10")),
    sees("proto", "a constant that is called __proto__", replace("names.ts", "__proto__ = 2", "__proto__ = 20")),
    sees("proto", "a constant that is called toString", replace("names.ts", "toString = 3", "toString = 30")),
    sees("quoted", "an export whose name is a text", replace("names.ts", "plain = 4", "plain = 40")),
    sees("quoted", "a name that is written with escapes", replace("names.ts", "bc = 5", "bc = 50")),
  ],
};
