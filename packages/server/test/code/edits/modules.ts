/** Edits of modules: however a declaration is reached from another one. */
import { append, changes, type EditTable, move, nothing, prepend, projectOf, remove, replace, rewrite, write } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as assets from "./assets.ts";
export default define({ include: [assets], untrackedPackages: ["quiet"] });
--- tsconfig.json
{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }
--- package.json
{ "type": "module", "imports": { "#shared/*": "./shared/*.ts" } }
--- assets.ts
import { basename } from "node:path";
import { asset } from "@headwater/core";
import { deep } from "@acme/linked";
import * as z from "zod";
import { pad as padded } from "left";
import * as right from "right";
import { say } from "quiet";
import everything, { first } from "./lib/barrel";
import * as space from "./lib/space.ts";
import * as whole from "./lib/whole.ts";
import { isEven } from "./lib/even.ts";
import { mapped } from "@/mapped";
import { shared } from "#shared/numbers";
import settings, { limit } from "./settings.json";
import old from "./lib/old.cts";
import { read as here } from "./twins/a/read.ts";
import { read as there } from "./twins/b/read.ts";

const run = { output: z.number() };
export const barrel = asset("barrel", { ...run, run: () => first() });
export const standard = asset("standard", { ...run, run: () => everything() });
export const member = asset("member", { ...run, run: () => space.used() });
export const nested = asset("nested", { ...run, run: () => space.inner.deepest() });
export const any = asset("any", { ...run, run: () => (Object.values(whole)[0] as () => number)() });
export const even = asset("even", { ...run, run: () => Number(isEven(4)) });
export const paths = asset("paths", { ...run, run: () => mapped + shared });
export const linked = asset("linked", { ...run, run: () => deep() });
export const configured = asset("configured", { ...run, run: () => settings.factor * limit });
export const named = asset("named", { ...run, run: () => limit });
export const later = asset("later", { ...run, run: async () => (await import("./lib/later.ts")).default });
export const packed = asset("packed", { output: z.string(), run: () => padded("a") });
export const also = asset("also", { output: z.string(), run: () => right.pad("a") });
export const loud = asset("loud", { output: z.string(), run: () => say(basename("/a")) });
export const common = asset("common", { ...run, run: () => old.used() });
export const one = asset("one", { ...run, run: () => here() });
export const two = asset("two", { ...run, run: () => there() });
export const alone = asset("alone", { ...run, run: () => 1 });
--- lib/barrel/index.ts
export * from "./one.ts";
export { second as third, default } from "./two.ts";
--- lib/barrel/one.ts
export const first = (): number => 1;
export const other = (): number => 2;
--- lib/barrel/two.ts
const offset = 3;
export default () => offset;
export const second = 4;
--- lib/space.ts
export * as inner from "./inner.ts";
export const used = (): number => 1;
export const unused = (): number => 2;
--- lib/inner.ts
export const deepest = (): number => 5;
export const beside = (): number => 6;
--- lib/whole.ts
export const one = (): number => 1;
export const two = (): number => 2;
const three = (): number => 3;
void three;
--- lib/even.ts
import { isOdd } from "./odd.ts";
export const isEven = (value: number): boolean => (value === 0 ? true : isOdd(value - 1));
export const even = "even";
--- lib/odd.ts
import { even, isEven } from "./even.ts";
export const isOdd = (value: number): boolean => (value === 0 ? false : isEven(value - 1));
export const odd = (): string => \`not \${even}\`;
--- lib/later.ts
import { helper } from "./helper.ts";
export default helper;
export const beside = 1;
--- lib/helper.ts
export const helper = 7;
--- lib/old.cts
const used = (): number => 1;
const unused = (): number => 2;
export = { used, unused };
--- twins/a/read.ts
import { value } from "./value.ts";
export const read = (): number => value;
--- twins/a/value.ts
export const value = 1;
--- twins/b/read.ts
import { value } from "./value.ts";
export const read = (): number => value;
--- twins/b/value.ts
export const value = 2;
--- src/mapped.ts
export const mapped = 1;
export const unmapped = 2;
--- src/other.ts
export const mapped = 3;
--- shared/numbers.ts
export const shared = 1;
--- settings.json
{ "factor": 2, "limit": 3, "beside": { "a": 1, "b": 2 } }
--- node_modules/@acme/linked
-> ../../packages/linked
--- packages/linked/package.json
{ "name": "@acme/linked", "version": "1.0.0", "type": "module", "exports": "./index.ts", "imports": { "#own": "./own.ts" } }
--- packages/linked/index.ts
import { own } from "#own";
export const deep = (): number => own;
export const shallow = (): number => 2;
--- packages/linked/own.ts
export const own = 1;
--- node_modules/left/package.json
{ "name": "left", "version": "1.0.0", "type": "module", "exports": "./index.js" }
--- node_modules/left/index.js
export const pad = (text) => " " + text;
--- node_modules/right/package.json
{ "name": "right", "version": "1.0.0", "type": "module", "exports": "./dist/index.js" }
--- node_modules/right/dist/package.json
{ "type": "module" }
--- node_modules/right/dist/index.js
export const pad = (text) => text + " ";
--- node_modules/quiet/package.json
{ "name": "quiet", "version": "1.0.0", "type": "module", "exports": "./index.js" }
--- node_modules/quiet/index.js
export const say = (text) => text;
`);

const version = (name: string) => replace(`node_modules/${name}/package.json`, '"1.0.0"', '"1.0.1"');

export const table: EditTable = {
  name: "edits of modules",
  project,
  edits: [
    changes("barrel", "what export * passes on", replace("lib/barrel/one.ts", "first = (): number => 1", "first = (): number => 2")),
    nothing("what export * passes on and nobody uses", replace("lib/barrel/one.ts", "other = (): number => 2", "other = (): number => 3")),
    changes("standard", "a default export that is passed on", replace("lib/barrel/two.ts", "offset = 3", "offset = 4")),
    nothing("what is passed on by another name and nobody uses", replace("lib/barrel/two.ts", "second = 4", "second = 5")),
    nothing("an export more in a module that passes on", append("lib/barrel/index.ts", 'export * from "../inner.ts";\n')),
    nothing(
      "the way of an export through modules",
      replace(
        "assets.ts",
        'import everything, { first } from "./lib/barrel"',
        'import everything from "./lib/barrel";\nimport { first } from "./lib/barrel/one"',
      ),
    ),
    changes(
      "barrel",
      "another declaration behind the same name",
      remove("lib/barrel/one.ts"),
      write("lib/barrel/one.ts", "export const first = (): number => 10;\n"),
    ),
    changes("member", "a member of a namespace", replace("lib/space.ts", "used = (): number => 1", "used = (): number => 10")),
    nothing("another member of that namespace", replace("lib/space.ts", "unused = (): number => 2", "unused = (): number => 3")),
    changes("nested", "a member of a namespace in a namespace", replace("lib/inner.ts", "5", "50")),
    nothing("another member of the inner namespace", replace("lib/inner.ts", "6", "60")),
    changes("any", "any export of a namespace that is used as a value", replace("lib/whole.ts", "two = (): number => 2", "two = (): number => 20")),
    changes("any", "an export more of a namespace that is used as a value", append("lib/whole.ts", "export const four = (): number => 4;\n")),
    changes("even", "one of two functions in two modules that call each other", replace("lib/odd.ts", "? false", "? !true")),
    changes("even", "the other one of them", replace("lib/even.ts", "? true", "? !false")),
    nothing("what lies beside them in the circle", replace("lib/even.ts", '"even"', '"EVEN"')),
    nothing(
      "renamed functions that call each other",
      rewrite("lib/odd.ts", (text) => text.replaceAll("isOdd", "odder")),
      rewrite("lib/even.ts", (text) => text.replaceAll("isOdd", "odder")),
    ),
    changes("paths", "a module that is imported by paths of tsconfig.json", replace("src/mapped.ts", "mapped = 1", "mapped = 10")),
    nothing("what lies beside it there", replace("src/mapped.ts", "unmapped = 2", "unmapped = 20")),
    changes("paths", "paths that lead to another module", replace("tsconfig.json", '"@/*": ["./src/*"]', '"@/mapped": ["./src/other.ts"]')),
    nothing(
      "paths that lead to the same module in another place",
      move("src/mapped.ts", "sources/mapped.ts"),
      replace("tsconfig.json", "./src/*", "./sources/*"),
    ),
    changes("paths", "a module that is imported by imports of package.json", replace("shared/numbers.ts", "1", "2")),
    changes("linked", "a module of a workspace link", replace("packages/linked/own.ts", "1", "2")),
    nothing("what lies beside it in the linked package", replace("packages/linked/index.ts", "=> 2", "=> 3")),
    nothing("the version of a linked package", replace("packages/linked/package.json", "1.0.0", "1.0.1")),
    changes("packed", "the version of a package", version("left")),
    changes("also", "the version of a package that is used through a namespace", version("right")),
    nothing("the version of an untracked package", version("quiet")),
    changes("loud", "a package that is untracked no more", replace("headwater.config.ts", '"quiet"', '"silent"')),
    nothing("the files of a package alone", replace("node_modules/left/index.js", '" "', '"  "')),
    changes("configured named", "a value of a JSON file, which counts as a whole", replace("settings.json", '"factor": 2', '"factor": 4')),
    changes("configured named", "a value of a JSON file that is imported by its name", replace("settings.json", '"limit": 3', '"limit": 4')),
    nothing(
      "the format of a JSON file",
      rewrite("settings.json", (text) => JSON.stringify(JSON.parse(text), null, 4)),
    ),
    changes(
      "configured named",
      "the order of keys in a JSON file, which Object.keys shows",
      replace("settings.json", '{ "a": 1, "b": 2 }', '{ "b": 2, "a": 1 }'),
    ),
    nothing(
      "an import attribute",
      replace(
        "assets.ts",
        'import settings, { limit } from "./settings.json"',
        'import settings from "./settings.json" with { type: "json" };\nimport { limit } from "./settings.json"',
      ),
    ),
    changes("later", "what a dynamic import reaches", replace("lib/helper.ts", "7", "8")),
    changes("later", "any export of a module that is imported dynamically", replace("lib/later.ts", "beside = 1", "beside = 2")),
    changes("common", "a CommonJS module", replace("lib/old.cts", "=> 1", "=> 10")),
    changes("two", "what one of two modules of the same text imports", replace("twins/b/value.ts", "2", "3")),
    changes("alone", "one of many assets in a file", replace("assets.ts", "run: () => 1 });", "run: () => 2 });")),
    nothing(
      "imports in another order",
      replace("assets.ts", 'import { basename } from "node:path";\n', ""),
      prepend("assets.ts", '\n\nimport { basename } from "node:path";\n'),
    ),
  ],
};
