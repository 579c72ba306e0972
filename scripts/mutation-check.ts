/**
 * Breaks one rule of staleness at a time in a copy of packages/core, and demands that the tests notice (`npm run mutation`). A test suite that
 * no broken rule can get past is one that holds the rules. `npm run mutation -- volatile` breaks only rules with that word.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Mutation, mutations } from "./mutations.ts";

const root = dirname(import.meta.dirname);

/** Told in memory alone, which is what takes seconds; the stories are the same ones that Postgres is held to. */
const tests = ["exactness.property", "staleness", "policies", "hard-cases", "memory-store", "edge-cases", "odd-data", "checks", "outputs", "changed-code"].map(
  (name) => `packages/core/test/${name}.test.ts`,
);

const configuration = (included: readonly string[]): string => `
const conditions = ["@headwater/source"];
export default { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { include: ${JSON.stringify(included)}, testTimeout: 120_000 } };
`;

/** A tree of its own in which `@headwater/core` is the copy, and every other package the installed one. */
async function copyTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "headwater-mutation-"));
  for (const path of ["packages/core", "migrations", "package.json", "tsconfig.base.json"]) {
    await cp(join(root, path), join(copy, path), { recursive: true, filter: (source) => !/\/(dist|node_modules)$/.test(source) });
  }
  await symlink(join(root, "packages", "core", "node_modules"), join(copy, "packages", "core", "node_modules"));
  await mkdir(join(copy, "node_modules", "@headwater"), { recursive: true });
  await symlink(join(copy, "packages", "core"), join(copy, "node_modules", "@headwater", "core"));
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name !== "@headwater" && !name.startsWith(".")) await symlink(join(root, "node_modules", name), join(copy, "node_modules", name));
  }
  await writeFile(join(copy, "vitest.config.ts"), configuration(tests));
  return copy;
}

interface Verdict {
  readonly passed: number;
  /** Names of tests. */
  readonly failed: readonly string[];
}

interface Report {
  readonly testResults: readonly { readonly name: string; readonly message: string; readonly assertionResults: readonly Assertion[] }[];
}

interface Assertion {
  readonly status: string;
  readonly fullName: string;
}

/** The same histories each time, without looking for smaller ones. */
const environment = { ...process.env, HEADWATER_SEED: "7", HEADWATER_OPERATIONS: "1500", HEADWATER_SHRINK: "0", NO_COLOR: "1" };

async function runTests(copy: string): Promise<Verdict> {
  const outputFile = join(copy, "report.json");
  await rm(outputFile, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [vitest, "run", "--bail=1", "--reporter=json", `--outputFile=${outputFile}`];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: copy, env: environment, maxBuffer: 2 ** 28 }, (_error, stdout, stderr) => resolve(stdout + stderr));
  });
  const report = await readFile(outputFile, "utf8").catch(() => {
    throw new Error(`The tests did not report:\n${output}`);
  });
  const files = (JSON.parse(report) as Report).testResults;
  const all = files.flatMap((file) => file.assertionResults);
  const unloadable = files.filter((file) => file.message !== "" && file.assertionResults.length === 0).map((file) => `${file.name}: ${file.message}`);
  if (unloadable.length > 0) throw new Error(`Test files could not be loaded, so nothing is known:\n${unloadable.join("\n")}`);
  return {
    passed: all.filter((test) => test.status === "passed").length,
    failed: all.filter((test) => test.status === "failed").map((test) => test.fullName),
  };
}

/** Runs the tests with one rule broken, and mends it again. */
async function tryMutation(copy: string, { rule, file, find, replace }: Mutation): Promise<Verdict> {
  const path = join(copy, "packages", "core", "src", file);
  const original = await readFile(path, "utf8");
  const times = original.split(find).length - 1;
  if (times !== 1) throw new Error(`"${rule}": the text to change occurs ${times} times in ${file}, not once. Bring scripts/mutations.ts up to date.`);
  await writeFile(
    path,
    original.replace(find, () => replace),
  );
  try {
    return await runTests(copy);
  } finally {
    await writeFile(path, original);
  }
}

const property = /agree with the oracle$/;

function describe({ failed }: Verdict): string {
  const named = failed.filter((name) => !property.test(name));
  const parts = [...(failed.some((name) => property.test(name)) ? ["the oracle"] : []), ...(named[0] === undefined ? [] : [named[0]])];
  return parts.join("; ") + (named.length > 1 ? ` and ${named.length - 1} more` : "");
}

const wanted = mutations.filter(({ rule }) => process.argv.slice(2).every((word) => rule.includes(word)));
const copy = await copyTree();
try {
  const whole = await runTests(copy);
  if (whole.failed.length > 0) throw new Error(`Tests fail before anything is broken:\n${whole.failed.join("\n")}`);
  console.log(`${whole.passed} tests, ${wanted.length} rules to break\n`);
  for (const mutation of wanted) {
    const verdict = await tryMutation(copy, mutation);
    const isCaught = verdict.failed.length > 0;
    if (!isCaught) process.exitCode = 1;
    console.log(`${isCaught ? "caught  " : "NOT SEEN"} ${mutation.rule.padEnd(66)} ${describe(verdict)}`);
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
