/** Edits of code that is put together in less usual ways, all of which can be followed exactly. */
import { changes, type EditTable, nothing, projectOf, replace, sees } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define, resource } from "@headwater/core";
import { z } from "zod";
import { asset } from "./headwater.ts";
import * as functions from "./functions.ts";
import * as plugged from "./plugged.ts";
import * as packaged from "./packaged.ts";
import "./registered.ts";
export default define({
  include: [asset("inline", { output: z.number(), run: () => 1 }), functions, plugged, packaged],
  resources: { replaced: resource({ tracked: true, open: () => "other" }) },
});
--- headwater.ts
export * from "@headwater/core";
--- functions.ts
import { z as zod } from "zod";
import { external, resource } from "@headwater/core";
import { asset, check } from "./headwater.ts";
import { compute, methods } from "./computed.ts";
import * as computed from "./computed.ts";
import { specs, Names } from "./specs.ts";
import { job, pipeline } from "./jobs.ts";
const output = zod.number();
export const direct = asset("direct", { output, run: compute });
export const spaced = asset("spaced", { output, run: computed.spaced });
export const method = asset("method", { output, run: methods.one });
export const given = asset("given", specs.given);
export const spread = asset("spread", { ...specs.spread, description: "spread" });
export const named = asset(Names.named, { output, run: () => 5 });
export const job1 = job("job1", { output, run: () => 6 });
export const job2 = job("job2", { output, run: () => 7 });
export const piped = pipeline("piped", output, () => 8);
export const left = asset("left", { output, run: () => 9 }), right = asset("right", { output, run: () => 10 }); export const emoji = "\u{1F600} é"; export const third = asset("third", { output, run: () => 11 });
const animal = { describe: (name: string): number => name.length };
export const described = asset("described", { output, run: () => animal.describe("cat") });
const Text = zod.string().describe("a text");
export const documented = asset("documented", { output: Text, run: () => "" });
export const swapped = asset("swapped", {
  output,
  run: () => {
    const a = 1;
    const b = 2;
    return a - b;
  },
});
const revision = (): string => "1";
export const elsewhere = asset("elsewhere", { output: external({ observe: () => revision() }), run: () => {} });
const replaced = resource({ open: () => "own" });
export const using = asset("using", { resources: { replaced }, output: zod.string(), run: (_, { resources }) => resources.replaced });
export const counted = asset("counted", { output, checks: { few: (value) => limit(value) }, run: () => 12 });
export const few = check("few", { asset: direct, run: (value) => limit(value) });
const limit = (value: number): boolean => value < 100;
--- computed.ts
export const compute = (): number => 1;
export const spaced = (): number => 2;
export const methods = { one: (): number => 3, two: (): number => 4 };
--- specs.ts
import { z } from "zod";
const output = z.number();
export const specs = { given: { output, run: () => 1 }, spread: { output, run: () => 2 } };
export const Names = { named: "named" } as const;
--- jobs.ts
import { asset } from "./headwater.ts";
import type { z } from "zod";
interface Spec {
  readonly output: z.ZodNumber;
  readonly run: () => number;
}
const common = { owners: ["jobs@example.org"] };
export const job = (key: string, { run, ...rest }: Spec) => asset(key, { ...common, ...rest, run });
export const pipeline = (key: string, output: z.ZodNumber, run: () => number) => inner(key, { output, run });
function inner(key: string, spec: Spec) {
  return asset(key, { ...spec, ...common });
}
--- registry.ts
export const plugins = new Map<string, () => number>();
export const register = (name: string, plugin: () => number): string => {
  plugins.set(name, plugin);
  return name;
};
export class Gauge {
  read(): number {
    return 1;
  }
}
export const settings: { factor?: number } = {};
export const quiet = (): number => 1;
--- registered.ts
import { Gauge, plugins, register, settings } from "./registry.ts";
export const exported = register("exported", () => 1);
const alias = plugins;
alias.set("alias", () => 2);
export class Registering {
  static {
    plugins.set("static", () => 3);
  }
}
export default register("default", () => 4);
Gauge.prototype.read = () => 5;
Object.assign(settings, { factor: 6 });
if (plugins.size > 0) plugins.set("branch", () => 7);
--- plugged.ts
import { z } from "zod";
import { asset } from "./headwater.ts";
import { Gauge, plugins, quiet, settings } from "./registry.ts";
export const plugged = asset("plugged", { output: z.number(), run: () => plugins.size });
export const gauged = asset("gauged", { output: z.number(), run: () => new Gauge().read() });
export const set = asset("set", { output: z.number(), run: () => settings.factor ?? 0 });
export const calm = asset("calm", { output: z.number(), run: () => quiet() });
--- packaged.ts
import "effective";
import { z } from "zod";
import { asset } from "./headwater.ts";
import type { Padding } from "typed";
import { helped } from "./packages.ts";
import * as packages from "./packages.ts";
const none: Padding = 1;
export const helpedBy = asset("helpedBy", { output: z.string(), run: () => helped() });
export const passedOn = asset("passedOn", { output: z.string(), run: () => packages.pad("a") });
export const starred = asset("starred", { output: z.string(), run: () => packages.star("a") });
export const typed = asset("typed", { output: z.number(), run: () => none });
--- packages.ts
import { pad } from "helping";
export const helped = (): string => pad("a");
export { pad } from "passing";
export * from "starring";
${["effective", "helping", "passing", "starring", "typed"]
  .map(
    (name) => `--- node_modules/${name}/package.json
{ "name": "${name}", "version": "1.0.0", "type": "module", "exports": { ".": { "types": "./index.d.ts", "default": "./index.js" } } }
--- node_modules/${name}/index.js
export const ${name === "starring" ? "star" : "pad"} = (text) => text;
`,
  )
  .join("")}`);

const functions = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("functions.ts", text, other));
const registered = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("registered.ts", text, other));
/** Who reaches one statement of a module has all of them. */
const alsoSeen = (keys: string, promise: string, text: string, other: string) => sees(keys, promise, replace("registered.ts", text, other));
const version = (name: string) => replace(`node_modules/${name}/package.json`, "1.0.0", "1.1.0");
const ofPackages = "helpedBy passedOn starred typed";

export const table: EditTable = {
  name: "edits of code that is put together in other ways",
  project,
  edits: [
    changes("inline", "an asset within the call of define", replace("headwater.config.ts", "run: () => 1 }", "run: () => 2 }")),
    changes("direct", "a run that is imported", replace("computed.ts", "=> 1;", "=> 10;")),
    changes("spaced", "a run that is a member of a namespace", replace("computed.ts", "=> 2;", "=> 20;")),
    changes("method", "a run that is a member of an object", replace("computed.ts", "=> 3,", "=> 30,")),
    functions("named", "an asset whose key is a constant", "run: () => 5 }", "run: () => 50 }"),
    functions("job1", "the run that is given to a factory that takes its spec apart", "run: () => 6 }", "run: () => 60 }"),
    functions("job2", "the run of another one of that factory", "run: () => 7 }", "run: () => 70 }"),
    nothing("owners that a factory in another module adds", replace("jobs.ts", "jobs@", "work@")),
    functions("piped", "a run that passes through two factories", "() => 8)", "() => 80)"),
    functions("right", "the second one of two assets in one statement", "run: () => 10 }", "run: () => 100 }"),
    functions("left", "the first one of two assets in one statement", "run: () => 9 }", "run: () => 90 }"),
    functions("third", "an asset behind characters of several units in its line", "run: () => 11 }", "run: () => 110 }"),
    functions("described", "a method called describe that is none of zod", '"cat"', '"cats"'),
    nothing("describe of zod by another name", replace("functions.ts", '"a text"', '"any text"')),
    functions("swapped", "two locals that change places", "a - b", "b - a"),
    nothing(
      "two locals that change their names",
      replace("functions.ts", "const a = 1;\n    const b = 2;\n    return a - b;", "const b = 1;\n    const a = 2;\n    return b - a;"),
    ),
    functions("elsewhere", "what observes an output that lies elsewhere", 'revision = (): string => "1"', 'revision = (): string => "2"'),
    changes("using", "a tracked resource that define puts in the place of another", replace("headwater.config.ts", '"other"', '"another"')),
    nothing("the resource that it takes the place of", replace("functions.ts", '"own"', '"OWN"')),
    nothing("a helper of checks", replace("functions.ts", "value < 100", "value < 200")),
    changes("given", "a spec in another module", replace("specs.ts", "run: () => 1 }", "run: () => 10 }")),
    changes("spread", "a spec in another module that is spread", replace("specs.ts", "run: () => 2 }", "run: () => 20 }")),
    registered("inline plugged using", "a plugin that an exported constant registers", "() => 1)", "() => 10)"),
    registered("inline plugged using", "a plugin that is registered by another name of the registry", "() => 2)", "() => 20)"),
    registered("inline plugged using", "a plugin that a static block registers", "() => 3)", "() => 30)"),
    registered("inline plugged using", "a plugin that a default export registers", "() => 4)", "() => 40)"),
    alsoSeen("gauged inline using", "a method that another module puts in the place of one", "() => 5", "() => 50"),
    alsoSeen("inline set using", "a member that another module gives an object", "factor: 6", "factor: 60"),
    registered("inline plugged using", "a plugin that is registered in a branch", "() => 7)", "() => 70)"),
    changes(ofPackages, "the version of a package that is imported for its effect", version("effective")),
    changes("helpedBy", "the version of a package that a helper uses", version("helping")),
    changes("passedOn", "the version of a package that a local module passes on by name", version("passing")),
    changes("starred", "the version of a package that a local module passes on as a whole", version("starring")),
    nothing("the version of a package that is imported for its types", version("typed")),
  ],
};
