/**
 * Random programs of several modules, edited at random, both ways: an edit that means nothing changes no code version; one of what is computed
 * changes those of the assets that reach it, and no others, and whatever then really comes out differently when both are run is among them or below.
 * `HEADWATER_OPERATIONS` says how many programs, `HEADWATER_SEED` which.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CodeFindings, type CodeReader, type Project, startCodeReader } from "./code-findings.ts";
import { mutations } from "./random/mutate.ts";
import { printed } from "./random/print.ts";
import { type Program, programs } from "./random/program.ts";
import { downstream } from "./random/reach.ts";
import { plain, styleKinds, styles } from "./random/style.ts";

const numRuns = Math.min(Number(process.env.HEADWATER_OPERATIONS ?? 60), 20_000);
const seed = Number(process.env.HEADWATER_SEED ?? Date.now() % 2 ** 31);
const timeout = numRuns * 2_000 + 60_000;

let reader: CodeReader;
beforeAll(async () => {
  reader = await startCodeReader();
});
afterAll(() => reader[Symbol.asyncDispose]());

const describing = (project: Project): string =>
  Object.entries(project.files)
    .map(([path, text]) => `--- ${path}\n${text}`)
    .join("");
const changed = (before: CodeFindings["versions"], after: CodeFindings["versions"]): readonly string[] =>
  Object.keys(before).filter((key) => before[key] !== after[key]);

async function found(project: Project): Promise<CodeFindings> {
  const findings = await reader.read(project, { run: true });
  if (findings.problems.length > 0) throw new Error(`${findings.problems.map(({ message }) => message).join("\n")}\n${describing(project)}`);
  return findings;
}

const frequencies = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${kind} ${count}`)
    .join(", ");

function counting(): { readonly counts: Map<string, number>; count(kind: string): void } {
  const counts = new Map<string, number>();
  return { counts, count: (kind) => void counts.set(kind, (counts.get(kind) ?? 0) + 1) };
}

test("an edit that means nothing changes no code version, and nothing that comes out", { timeout }, async () => {
  const { counts, count } = counting();
  const property = fc.asyncProperty(programs, styles, async (program, style) => {
    const [one, other] = [printed(program, plain), printed(program, style)];
    const [before, after] = [await found(one), await found(other)];
    for (const kind of style.kinds) count(kind);
    expect(after.outputs).toEqual(before.outputs);
    const wrong = changed(before.versions, after.versions);
    if (wrong.length > 0) throw new Error(`${wrong.join(", ")} changed by ${[...style.kinds].join(", ")}\n${describing(one)}\n=====\n${describing(other)}`);
  });
  await fc.assert(property, { numRuns, seed });
  console.log(`edits without a meaning (${numRuns} programs, seed ${seed}): ${frequencies(counts)}`);
  for (const kind of styleKinds) expect(counts.get(kind) ?? 0, kind).toBeGreaterThan(numRuns / 10);
});

const edits = programs.chain((program) => fc.tuple(fc.constant(program), mutations(program)));

test("an edit of what is computed changes the code version of whoever reaches it, so of all that comes out differently", { timeout }, async () => {
  const { counts, count } = counting();
  const property = fc.asyncProperty(edits, async ([program, mutation]) => {
    const [one, other] = [printed(program, plain), printed(mutation.program, plain)];
    const [before, after] = [await found(one), await found(other)];
    const versions = changed(before.versions, after.versions);
    const outputs = changed(before.outputs, after.outputs);
    count(mutation.kind);
    if (versions.length > 0) count("= some code changed");
    if (outputs.length > 0) count("= some output differs");
    const fails = (what: string): Error => new Error(`${what} (${mutation.kind})\n${describing(one)}\n=====\n${describing(other)}`);
    requireReported(program, versions, outputs, fails);
    const { changes, mayChange } = mutation;
    if (changes.size === mayChange.size) count("= known exactly");
    const isRight = [...changes].every((key) => versions.includes(key)) && versions.every((key) => mayChange.has(key));
    if (!isRight) throw fails(`changed: ${versions.join(", ")}; reached: ${[...changes].join(", ")}; may be: ${[...mayChange].join(", ")}`);
  });
  await fc.assert(property, { numRuns: numRuns * 2, seed });
  console.log(`edits of what is computed (${numRuns * 2} programs, seed ${seed}): ${frequencies(counts)}`);
  expect(counts.get("= some output differs") ?? 0).toBeGreaterThan(numRuns / 5);
  for (const kind of ["constant", "object", "json", "registry", "function", "class", "pair", "asset", "params"]) {
    expect(
      [...counts.keys()].some((edited) => edited.startsWith(kind)),
      kind,
    ).toBe(true);
  }
});

function requireReported(program: Program, versions: readonly string[], outputs: readonly string[], fails: (what: string) => Error): void {
  const stale = downstream(program, new Set(versions));
  const missed = outputs.filter((key) => !stale.has(key));
  if (missed.length > 0) throw fails(`${missed.join(", ")} came out differently, and was not reported`);
}
