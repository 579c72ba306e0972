/** A project of many small assets in files of ten, with helpers in modules that use each other, as text on disk. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface CodeProject extends AsyncDisposable {
  readonly root: string;
  readonly entry: string;
  /** Absolute paths of all modules. */
  readonly files: readonly string[];
  /** A module of ten assets. */
  readonly assetFile: string;
  /** A module of helpers that a twentieth of the assets reach, in part through others. */
  readonly helperFile: string;
}

const helpersPerFile = 10;
const assetsPerFile = 10;

/** @param assets A multiple of 50: for each 50 there are 5 modules of assets and 1 of helpers. */
export async function codeProject(assets: number): Promise<CodeProject> {
  const root = await mkdtemp(join(import.meta.dirname, ".tmp-"));
  const [assetFiles, helperFiles] = [assets / assetsPerFile, assets / 50];
  const texts = new Map([
    ...range(helperFiles).map((file) => [`lib/helpers${file}.ts`, helperText(file)] as const),
    ...range(assetFiles).map((file) => [`assets/assets${file}.ts`, assetText(file, helperFiles)] as const),
    ["headwater.config.ts", entryText(assetFiles)] as const,
  ]);
  await mkdir(join(root, "lib"));
  await mkdir(join(root, "assets"));
  await writeFile(join(root, "package.json"), '{ "type": "module" }');
  await writeFile(join(root, "tsconfig.json"), "{}");
  for (const [path, text] of texts) await writeFile(join(root, path), text);
  return {
    root,
    entry: join(root, "headwater.config.ts"),
    files: [...texts.keys()].map((path) => join(root, path)),
    assetFile: join(root, "assets/assets7.ts"),
    helperFile: join(root, "lib/helpers7.ts"),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

const range = (length: number): readonly number[] => [...Array(length).keys()];

/** Each module uses the one before, except that each fourth uses none. */
function helperText(file: number): string {
  const upstream = file % 4 === 0 ? "" : `import { helper${file - 1}_0, limits${file - 1} } from "./helpers${file - 1}.ts";\n`;
  const before = (value: string): string => (upstream === "" ? value : `helper${file - 1}_0(Math.min(${value}, limits${file - 1}.high))`);
  const helpers = range(helpersPerFile).map(
    (n) => `/** Brings a value between the limits. */
export function helper${file}_${n}(value: number, scale = ${n + 1}.5): number {
  const scaled = value * scale;
  if (scaled < limits${file}.low) return limits${file}.low;
  return scaled > limits${file}.high ? limits${file}.high : ${before("scaled")};
}
`,
  );
  return `${upstream}export const limits${file} = { low: ${file}, high: 1000 } as const;\n${helpers.join("")}`;
}

function assetText(file: number, helperFiles: number): string {
  const helpers = file % helperFiles;
  const assets = range(assetsPerFile).map((n) => {
    const name = `asset${file}_${n}`;
    return `export const ${name} = asset("group${file}/${name}", {
  description: "Rows of ${name} between the limits.",
  tags: { file: "${file}" },
  output: table(Row${file}),
  run: async (_, { log }) => {
    const rows = Array.from({ length: 10 }, (_, id) => ({ id, name: \`row \${id} of ${name}\`, value: helper${helpers}_${n}(id) }));
    const kept = rows.filter((row) => row.value > ${n} && row.name.length < 100);
    log.info("kept", { count: kept.length });
    return kept;
  },
});
`;
  });
  const imports = range(assetsPerFile).map((n) => `helper${helpers}_${n}`);
  return `import { asset, table } from "@headwater/core";
import { z } from "zod";
import { ${imports.join(", ")} } from "../lib/helpers${helpers}.ts";

const Row${file} = z.object({ id: z.number().int(), name: z.string().describe("its name"), value: z.number() });
${assets.join("")}`;
}

const entryText = (assetFiles: number): string => `import { define } from "@headwater/core";
${range(assetFiles)
  .map((file) => `import * as assets${file} from "./assets/assets${file}.ts";`)
  .join("\n")}
export default define({ include: [${range(assetFiles)
  .map((file) => `assets${file}`)
  .join(", ")}] });
`;
