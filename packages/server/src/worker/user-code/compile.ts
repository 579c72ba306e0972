/** Makes JavaScript of a module whose types cannot just be left out. Places in stack traces remain those of its source. */
import { setSourceMapsSupport } from "node:module";
import { pathToFileURL } from "node:url";
import { type JsxOptions, transformSync } from "oxc-transform";
import { type CompilerOptions, projectOf } from "./compiler-options.ts";

let mapsAreRead = false;

/** @param source A text without syntax errors. */
export function compile(file: string, source: string, { withMap }: { readonly withMap: boolean }): string {
  const { options } = projectOf(file);
  const typescript = { onlyRemoveTypeImports: options.verbatimModuleSyntax === true };
  const { code, map } = transformSync(file, source, { typescript, jsx: jsxOptions(options), sourcemap: withMap });
  if (map === undefined) return code;
  if (!mapsAreRead) setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  mapsAreRead = true;
  const json = JSON.stringify({ ...map, sources: [pathToFileURL(file).href], sourcesContent: undefined });
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(json).toString("base64")}\n`;
}

function jsxOptions({ jsx, jsxImportSource, jsxFactory, jsxFragmentFactory }: CompilerOptions): JsxOptions {
  if (jsx === "react-jsx" || jsx === "react-jsxdev")
    return { runtime: "automatic", ...(jsxImportSource === undefined ? {} : { importSource: jsxImportSource }) };
  return {
    runtime: "classic",
    ...(jsxFactory === undefined ? {} : { pragma: jsxFactory }),
    ...(jsxFragmentFactory === undefined ? {} : { pragmaFrag: jsxFragmentFactory }),
  };
}
