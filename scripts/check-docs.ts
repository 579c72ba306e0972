/** Keeps the documents true: puts quoted regions of real files in place, lets no other code in, holds GraphQL against the schema, and looks for links that lead nowhere. `--check` changes nothing. */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema, GraphQLError, parse, validate } from "graphql";

const root = fileURLToPath(new URL("..", import.meta.url));
const onlyCheck = process.argv.includes("--check");
const problems: string[] = [];
const schema = buildSchema(readFileSync(join(root, "packages/server/schema.graphql"), "utf8"));

for (const file of documents()) {
  const text = readFileSync(file, "utf8");
  const renewed = quoteRegions(file, text);
  checkLinks(file, renewed);
  checkGraphql(file, renewed);
  checkSnippets(file, renewed);
  if (renewed === text) continue;
  if (onlyCheck) problems.push(`${name(file)}: a quote differs from its file. Run: npm run docs`);
  else writeFileSync(file, renewed);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function documents(): string[] {
  return globSync(["*.md", "{docs,packages,examples,benchmarks}/**/*.md"], { cwd: root, exclude: ["**/node_modules/**", "**/out/**"] }).map((file) =>
    join(root, file),
  );
}

function name(file: string): string {
  return relative(root, file);
}

/** `<!-- quote: path#region -->` and the code block below it: what is between `#region` and `#endregion` there, or the whole file. */
function quoteRegions(file: string, text: string): string {
  return text.replaceAll(/(<!-- quote: (\S+?)(?:#(\S+))? -->\n```\w*\n)(?:[\s\S]*?\n)??```/g, (block: string, head: string, path: string, region?: string) => {
    const quoted = readRegion(path, region);
    if (quoted !== undefined) return `${head}${quoted}\n\`\`\``;
    problems.push(`${name(file)}: quotes ${path}${region === undefined ? "" : `#${region}`}, which is not there.`);
    return block;
  });
}

function readRegion(path: string, region: string | undefined): string | undefined {
  const file = join(root, path);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  if (region === undefined) return lines.join("\n");
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === "// #endregion");
  return start === -1 || end === -1 ? undefined : lines.slice(start + 1, end).join("\n");
}

/** Relative links only, and the headings they name. */
function checkLinks(file: string, text: string): void {
  for (const [, target = ""] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path = "", anchor] = target.split("#");
    const linked = path === "" ? file : join(dirname(file), decodeURI(path));
    if (!existsSync(linked)) problems.push(`${name(file)}: the link ${target} leads nowhere.`);
    else if (anchor !== undefined && linked.endsWith(".md") && !anchorsOf(linked).has(anchor)) {
      problems.push(`${name(file)}: the link ${target} names a heading that is not there.`);
    }
  }
}

/** Code is quoted from files that are compiled and run. The examples of the reference have a test of their own. */
function checkSnippets(file: string, text: string): void {
  if (name(file).startsWith("docs/reference/")) return;
  for (const [, before = ""] of text.matchAll(/^(.*)\n```(?:ts|tsx|js|typescript|javascript)\n/gm)) {
    if (!before.startsWith("<!-- quote: ")) problems.push(`${name(file)}: code that is not quoted from a file. Put it into one that a test runs.`);
  }
}

function checkGraphql(file: string, text: string): void {
  for (const [, query = ""] of text.matchAll(/^```graphql\n([\s\S]*?)^```/gm)) {
    for (const { message } of graphqlErrors(query)) problems.push(`${name(file)}: a GraphQL example is wrong. ${message}`);
  }
}

function graphqlErrors(query: string): readonly GraphQLError[] {
  try {
    return validate(schema, parse(query));
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function anchorsOf(file: string): Set<string> {
  const headings = withoutCode(readFileSync(file, "utf8")).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
}
