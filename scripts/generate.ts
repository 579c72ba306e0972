/** Writes the files that are generated and committed (`npm run gen`); with `--check` it fails where one is out of date. */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { minifyIntrospection, outputIntrospectionFile } from "@gql.tada/internal";
import { introspectionFromSchema, lexicographicSortSchema, printSchema } from "graphql";
import { migrate } from "../packages/server/src/database.ts";
import { schema } from "../packages/server/src/graphql/schema.ts";
import { dumpSchema, startTestPostgres, testDatabase } from "../packages/testkit/src/index.ts";
import { apiReference, doorNames } from "./api-reference.ts";
import { withCliReference } from "./cli-reference.ts";
import { errorReference } from "./error-reference.ts";

const root = dirname(import.meta.dirname);
const sorted = lexicographicSortSchema(schema);

const generated: { readonly [path: string]: () => string | Promise<string> } = {
  "packages/server/schema.graphql": () => `${printSchema(sorted)}\n`,
  "packages/ui/src/graphql/graphql-env.d.ts": () =>
    outputIntrospectionFile(minifyIntrospection(introspectionFromSchema(sorted)), { fileType: ".d.ts", shouldPreprocess: true }),
  "docs/cli.md": async () => withCliReference(await readFile(join(root, "docs/cli.md"), "utf8")),
  "docs/errors.md": errorReference,
  ...Object.fromEntries(doorNames.map((door) => [`docs/reference/${door}.md`, () => apiReference(door)])),
  "migrations/schema.sql": migratedSchema,
};

/** What all migrations make of an empty database. */
async function migratedSchema(): Promise<string> {
  await using postgres = await startTestPostgres();
  await using database = await testDatabase({ adminUrl: postgres.url, templateUrl: new URL("/template1", postgres.url).href });
  await migrate(database.url);
  return await dumpSchema(database.url);
}

const check = process.argv.includes("--check");
for (const [path, make] of Object.entries(generated)) {
  const file = join(root, path);
  const content = await make();
  if (content === (await readFile(file, "utf8").catch(() => null))) continue;
  if (check) {
    process.exitCode = 1;
    console.error(`${path} is out of date. Run \`npm run gen\` and commit what it writes.`);
  } else {
    await writeFile(file, content);
    console.log(`wrote ${path}`);
  }
}
