/** Edits of statements that do something when a module is loaded: they count for whoever reaches their module, or what they touch. */
import { append, changes, type EditTable, nothing, prepend, projectOf, replace, write } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import "./plugins.ts";
import { all } from "./looped.ts";
import * as assets from "./assets.ts";
import * as patched from "./patched.ts";
import * as others from "./others.ts";
export default define({ include: [assets, patched, others, all] });
--- registry.ts
export const plugins = new Map<string, (value: number) => number>();
export const known: string[] = [];
export const register = (name: string, plugin: (value: number) => number): void => void plugins.set(name, plugin);
export const pure = (value: number): number => value + 1;
export let counter = 1;
--- plugins.ts
import { register } from "./registry.ts";
import { twice } from "./twice.ts";
register("twice", twice);
--- twice.ts
export const twice = (value: number): number => value * 2;
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { plugins, pure } from "./registry.ts";
export const plugged = asset("plugged", { output: z.number(), run: () => plugins.get("twice")?.(3) ?? 0 });
export const calculated = asset("calculated", { output: z.number(), run: () => pure(3) });
--- patched.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import "./patch.ts";
import { state } from "./state.ts";
import { table } from "./table.ts";
export const patched = asset("patched", { output: z.number(), run: () => state.answer ?? 0 });
export const looked = asset("looked", { output: z.number(), run: () => table.one ?? 0 });
--- patch.ts
import { answer } from "./answer.ts";
import { state } from "./state.ts";
state.answer = answer;
--- state.ts
export const state: { answer?: number } = {};
--- answer.ts
export const answer = 42;
--- table.ts
export const table: Record<string, number> = {};
for (const name of ["one", "two"]) {
  table[name] = name.length;
}
const seen = fill();
function fill(): boolean {
  table.three = 3;
  return true;
}
--- others.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { constant } from "./constants.ts";
export const constantly = asset("constantly", { output: z.number(), run: () => constant });
export const alone = asset("alone", { output: z.number(), run: () => 1 });
--- constants.ts
export const constant = 5;
const helper = (): number => 1;
--- looped.ts
import { asset } from "@headwater/core";
import { z } from "zod";
export const all: ReturnType<typeof asset>[] = [];
for (const item of [{ name: "a", rate: 1 }, { name: "b", rate: 2 }]) {
  all.push(asset(\`loop/\${item.name}\`, { params: { rate: item.rate }, output: z.number(), run: (_, { params }) => params.rate }));
}
export const still = asset("still", { output: z.number(), run: () => 1 });
all.push(still);
`);

export const table: EditTable = {
  name: "edits of what modules do when they are loaded",
  project,
  edits: [
    changes(
      "plugged",
      "a plugin that another module registers",
      replace("plugins.ts", 'register("twice", twice)', 'register("twice", (value) => twice(value) + 1)'),
    ),
    changes("plugged", "a helper of a plugin that another module registers", replace("twice.ts", "* 2", "* 3")),
    changes("plugged", "a plugin more", append("plugins.ts", 'register("once", (value) => value);\n')),
    changes(
      "plugged",
      "a plugin more, in a module of its own",
      write("more.ts", 'import { plugins } from "./registry.ts";\nplugins.set("more", (value) => value);\n'),
      append("plugins.ts", 'import "./more.ts";\n'),
    ),
    changes("plugged", "how plugins are registered", replace("registry.ts", "plugins.set(name, plugin)", "plugins.set(name.trim(), plugin)")),
    changes("calculated", "a function beside the registry", replace("registry.ts", "value + 1", "value + 2")),
    nothing("a variable beside it that nobody uses", replace("registry.ts", "counter = 1", "counter = 2")),
    changes("looked patched", "what a module does that is imported for its effect", replace("patch.ts", "answer = answer", "answer = answer + 1")),
    changes("looked patched", "a constant of such a module", replace("answer.ts", "42", "43")),
    changes("looked patched", "a new import for an effect", write("other.ts", 'performance.mark("other");\n'), prepend("patched.ts", 'import "./other.ts";\n')),
    nothing("a comment in a statement, and its types", replace("patch.ts", "answer = answer", "answer /* so */ = answer as number")),
    changes("looked", "a loop that fills an object", replace("table.ts", "name.length", "name.length + 1")),
    changes("looked", "a call that fills an object", replace("table.ts", "table.three = 3", "table.three = 4")),
    changes("looked", "a statement more in a module that is reached", append("table.ts", "table.four = 4;\n")),
    changes("constantly", "a statement in a module of constants", append("constants.ts", "helper();\n")),
    nothing("a declaration in a module of constants", append("constants.ts", "export const other = 6;\n")),
    changes("alone constantly", "a statement in the module that declares assets", append("others.ts", 'performance.mark("third");\n')),
    changes("loop/a", "an entry of a list that a loop makes assets of", replace("looped.ts", "rate: 1 }", "rate: 10 }")),
    changes("loop/a loop/b", "the function of the assets that a loop makes", replace("looped.ts", "=> params.rate", "=> -params.rate")),
    changes("still", "an asset beside a loop that makes others", replace("looped.ts", "run: () => 1", "run: () => 2")),
    nothing("tags of the assets that a loop makes", replace("looped.ts", "params: {", 'tags: { of: "loop" }, params: {')),
  ],
};
