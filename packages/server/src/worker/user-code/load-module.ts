/** Gives Node what it can run of a module of the user: TypeScript that it strips itself where that is enough, compiled text where it is not. */
import { readFileSync } from "node:fs";
import { findPackageJSON, type LoadFnOutput, type LoadHookSync } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { compile } from "./compile.ts";
import { compileEnums } from "./compile-enums.ts";
import { dropUnusedImports } from "./drop-unused-imports.ts";
import { applyEdits } from "./edit.ts";
import { isCompiled, userFile } from "./is-user-code.ts";
import { jsonModule } from "./json-module.ts";
import { leftoversOf } from "./leftovers.ts";
import { noteLoaded } from "./loaded-texts.ts";
import { parseModule } from "./parse-module.ts";
import { noteReached } from "./reached-files.ts";
import { refuseDecorators } from "./refuse-decorators.ts";

/** @throws ModuleProblem where a module cannot be parsed */
export const loadUserModule: LoadHookSync = (url, context, nextLoad) => {
  const file = userFile(url);
  if (file === null) return nextLoad(url, context);
  noteReached(file);
  if (isCompiled(file)) {
    const { source, output } = loadTypeScript(file);
    noteLoaded(file, source);
    return output;
  }
  const isImported = context.conditions.includes("import");
  if (extname(file) === ".json" && isImported && context.importAttributes.type === undefined) return jsonModule(file);
  const loaded = nextLoad(url, context);
  // Node does not say in which file it found a syntax error
  if (loaded.format === "module") {
    const source = readFileSync(file, "utf8");
    parseModule(file, source);
    noteLoaded(file, source);
  }
  return loaded;
};

/** What Node is given of each module, with the text that it was made from. */
const made = new Map<string, Made>();

interface Made {
  readonly source: string;
  readonly output: LoadFnOutput;
}

/** Compiles modules that are likely to be imported soon. Those that cannot be compiled are left to that import. */
export function compileAhead(files: readonly string[]): void {
  for (const file of files.filter(isCompiled)) {
    try {
      loadTypeScript(file);
    } catch {
      // it may be mended by then
    }
  }
}

function loadTypeScript(file: string): Made {
  const source = readFileSync(file, "utf8");
  const known = made.get(file);
  const output = known?.source === source ? known.output : typeScriptModule(file, source);
  made.set(file, { source, output });
  return { source, output };
}

function typeScriptModule(file: string, source: string): LoadFnOutput {
  const parsed = parseModule(file, source);
  refuseDecorators(file, source, parsed.program);
  const format = formatOf(file, parsed.module.hasModuleSyntax);
  const { enums, others } = leftoversOf(file, parsed.program);
  const edits = others ? null : compileEnums(file, source, enums);
  if (edits === null) return { format, source: compile(file, source, { withMap: true }), shortCircuit: true };
  const text = applyEdits(source, [...edits, ...dropUnusedImports(file, source, parsed.module)]);
  return { format: `${format}-typescript`, source: text, shortCircuit: true };
}

const PackageType = z.object({ type: z.string().optional() });

/** By the extension, else by the syntax, else by what the package says. */
function formatOf(file: string, hasModuleSyntax: boolean): "module" | "commonjs" {
  const extension = extname(file);
  if (extension === ".mts" || (hasModuleSyntax && extension !== ".cts")) return "module";
  if (extension === ".cts") return "commonjs";
  const manifest = findPackageJSON(pathToFileURL(file));
  const type = manifest === undefined ? undefined : PackageType.parse(JSON.parse(readFileSync(manifest, "utf8"))).type;
  return type === "module" ? "module" : "commonjs";
}
