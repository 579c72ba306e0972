/** Writes the files that are generated and committed (`npm run gen`); `--check` fails where one is out of date. */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { introspectionFromSchema, lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../packages/server/src/graphql/schema.ts";

const root = dirname(import.meta.dirname);
const sorted = lexicographicSortSchema(schema);

const generated: { readonly [path: string]: () => string | Promise<string> } = {
  "packages/server/schema.graphql": () => `${printSchema(sorted)}\n`,
  "packages/ui/src/graphql/graphql-env.d.ts": () =>
    outputIntrospectionFile(minifyIntrospection(introspectionFromSchema(sorted)), { fileType: ".d.ts", shouldPreprocess: true }),
};

const check = process.argv.includes("--check");
for (const [path, make] of Object.entries(generated)) {
  const file = join(root, path);
  const content = await make();
  const current = await readFile(file, "utf8").catch(() => null);
  if (content === current) continue;
  if (check) {
    process.exitCode = 1;
    console.error(`${path} is out of date. Run \`npm run gen\` and commit what it writes.`);
  } else {
    await writeFile(file, content);
    console.log(`wrote ${path}`);
  }
}
