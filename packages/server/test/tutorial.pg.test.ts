/** docs/tutorial.md, followed to the letter: its commands are run, its edits made, and what it shows is what is printed. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testDatabase } from "@headwater/testkit";
import { expect, onTestFinished, test } from "vitest";

const repository = join(import.meta.dirname, "../../..");
const main = join(repository, "packages/server/src/main.ts");
const tsc = join(repository, "node_modules/typescript/bin/tsc");

/** As they are where the packages are installed: here they are used from their sources. */
const shell = `
npx() { shift; "$NODE" --conditions=@headwater/source ${main} "$@"; }
npm() { case "$*" in
  test) "$NODE" --conditions=@headwater/source --test ;;
  "run check") "$NODE" ${tsc} --customConditions @headwater/source --lib es2025,esnext ;;
  *) echo "unknown: npm $*" >&2; return 1 ;;
esac; }`;

interface Block {
  readonly kind: "sh" | "text" | "diff";
  readonly content: string;
}

test("the tutorial works as it is written", { timeout: 600_000 }, async () => {
  const page = await readFile(join(repository, "docs/tutorial.md"), "utf8");
  const blocks = [...page.matchAll(/^```(sh|text|diff)\n([\s\S]*?)^```/gm)].map(([, kind, content]) => ({ kind, content }) as Block);
  // Below the repository, so that the project finds its packages.
  const parent = await mkdtemp(join(import.meta.dirname, ".tmp-"));
  onTestFinished(() => rm(parent, { recursive: true }));
  await using database = await testDatabase();
  const directory = join(parent, "weather");
  const env = { ...process.env, NODE: process.execPath, DATABASE_URL: database.url, NO_COLOR: "1" };
  let cwd = parent;
  for (const [index, { kind, content }] of blocks.entries()) {
    if (kind === "diff") await edit(directory, content);
    if (kind !== "sh") continue;
    const { output, failed } = await printed(content, cwd, env);
    cwd = directory;
    const next = blocks[index + 1];
    if (next?.kind === "text") expect.soft(timeless(output)).toBe(timeless(next.content));
    else expect.soft(failed, output).toBe(false);
  }
});

/** Makes an edit that is shown as a difference: the lines without what is added are there once, and become those without what is removed. */
async function edit(directory: string, difference: string): Promise<void> {
  const [head = "", ...lines] = difference.trimEnd().split("\n");
  const file = join(directory, head.replace(/^--- /, ""));
  const side = (without: string): string => lines.flatMap((line) => (line.startsWith(without) ? [] : [`${line.slice(1)}\n`])).join("");
  const parts = (await readFile(file, "utf8")).split(side("+"));
  expect(parts, `where ${head} is changed:\n${difference}`).toHaveLength(2);
  await writeFile(file, parts.join(side("-")));
}

function printed(commands: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ readonly output: string; readonly failed: boolean }> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", `exec 2>&1\n${shell}\nset -e\n${commands}`], { cwd, env }, (error, output) => resolve({ output, failed: error !== null }));
  });
}

/** Without what differs from run to run: times, ids, the space that they take in a table, and the pace that only slow steps show. */
const timeless = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "ID")
    .replaceAll(/ +(just now|\d+ \w+ ago)/g, "  AGO")
    .replaceAll(/\b\d+(\.\d+)? m?s\b/g, "DURATION")
    .replaceAll(/ {2}[\d,]+ rows\/s/g, "");
