/** Writes a random program down as modules, in one of many ways that mean the same. */
import type { Project } from "../code-findings.ts";
import { type PrintContext, printContext } from "./print-context.ts";
import { printAsset, printDeclaration } from "./print-declaration.ts";
import type { Program } from "./program.ts";
import { reformatted, type Style } from "./style.ts";

export function printed(program: Program, style: Style): Project {
  const places = printContext(program, style);
  const files: Record<string, string> = { "shapes.ts": "export interface Shape { readonly a : number ; }\n" };
  for (const [file, ids] of Map.groupBy(places.declared, ({ file }) => file)) {
    files[file] = moduleText(places.inFile(file), style, (context) => ids.map(({ id, isSecond }) => printDeclaration(context, id, isSecond)));
  }
  for (const [id, declaration] of program.declarations.entries()) {
    if (declaration.kind === "json")
      files[`data${id}.json`] = jsonText(
        declaration.values.map((value) => (value.kind === "number" ? value.value : 0)),
        style,
      );
    if (declaration.kind === "registry") {
      for (const [index, value] of declaration.values.entries())
        files[`effects/e${id}-${index}.ts`] = moduleText(places.inFile(`effects/e${id}-${index}.ts`), style, (context) => [
          `${context.reference(id)} . k${index} = ${context.expression(value, [])} ;`,
        ]);
    }
  }
  const split = style.kinds.has("moved") ? 1 : Math.ceil(program.assets.length / 2);
  for (const [file, from, to] of [
    ["assets0.ts", 0, split],
    ["assets1.ts", split, program.assets.length],
  ] as const) {
    files[file] = moduleText(places.inFile(file), style, (context) => program.assets.slice(from, to).map((_, index) => printAsset(context, from + index)));
    files[file] = assetImports(program, from, to) + files[file];
  }
  files["barrel.ts"] = [...new Set(places.declared.map(({ file }) => file))].map((file) => `export * from "./${file}";\n`).join("");
  files["headwater.config.ts"] = entryText(Object.keys(files).filter((file) => file.startsWith("effects/")));
  return { files };
}

function moduleText(context: PrintContext, style: Style, print: (context: PrintContext) => readonly string[]): string {
  const code = print(context).join(" ");
  const unused = style.kinds.has("unused") ? "export const spare = 1 ; function nobody ( x : number ) { return x + spare ; }" : "";
  const types = style.kinds.has("types") ? 'import type { Shape } from "./shapes.ts" ; export type Own = Shape | number ;'.replace("./", context.up) : "";
  return reformatted(`${context.imports().join(" ")} ${types} ${unused} ${code}`, style);
}

function assetImports(program: Program, from: number, to: number): string {
  const others = new Set(program.assets.slice(from, to).flatMap(({ inputs }) => inputs.filter((input) => input < from)));
  const handles = [...others].map((input) => `import { a${input} } from "./assets0.ts";\n`).join("");
  return `import { asset } from "@headwater/core";\nimport { z } from "zod";\n${handles}`;
}

const jsonText = (values: readonly number[], { kinds }: Style): string =>
  JSON.stringify(Object.fromEntries(values.map((value, index) => [`k${index}`, value])), null, kinds.has("format") ? 2 : undefined);

const entryText = (effects: readonly string[]): string => `import { define } from "@headwater/core";
import * as assets0 from "./assets0.ts";
import * as assets1 from "./assets1.ts";
${effects.map((file) => `import "./${file}";`).join("\n")}
export default define({ include: [assets0, assets1] });
`;
