/** A JSON file as a module: its value is the default export, its names are exports, too. */
import { readFileSync } from "node:fs";
import type { LoadFnOutput } from "node:module";
import { noteLoaded } from "./loaded-texts.ts";
import { ModuleProblem } from "./module-problem.ts";

/** @throws ModuleProblem */
export function jsonModule(file: string): LoadFnOutput {
  const value = parse(file);
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  const names = isRecord ? Object.keys(value).filter((name) => name !== "default" && name.isWellFormed()) : [];
  const exported = names.map((name, index) => `const _${index} = value[${JSON.stringify(name)}]; export { _${index} as ${JSON.stringify(name)} };\n`);
  const source = `const value = JSON.parse(${JSON.stringify(JSON.stringify(value))});\nexport default value;\n${exported.join("")}`;
  return { format: "module", source, shortCircuit: true };
}

function parse(file: string): unknown {
  try {
    const text = readFileSync(file, "utf8");
    noteLoaded(file, text);
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new ModuleProblem(error instanceof Error ? error.message : String(error), { file, line: 1 }, { code: "ERR_INVALID_JSON", cause: error });
  }
}
