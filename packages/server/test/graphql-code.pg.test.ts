/** GraphQL on a real database: what changed in the code of an asset, and that somebody said it does not matter. */
import { type CodeManifest, sha256 } from "@headwater/core/engine";
import { expect, test } from "vitest";
import { open, runToEnd } from "./graphql-actions.ts";
import { statementsDuring } from "./statement-count.ts";
import type { TestSystem } from "./test-system.ts";

const recorded = "export const normalise = (value: number): number => value / 2;";
const current = "export const normalise = (value: number): number => value / 3;";

/** As an edit of `lib/units.ts` and an upgraded package would register it. */
async function edit(system: TestSystem, ...keys: readonly string[]): Promise<void> {
  const location = await system.store.activeLocation();
  if (location === null) throw new Error("nothing is defined");
  const { assets } = location.definitions;
  const manifest = (codeVersion: string, text: string, version: string): CodeManifest => ({
    ...{ codeVersion, scheme: "declarations/1", extraInputs: [], packages: [{ name: "ms", version }] },
    declarations: [{ name: "normalise", file: "lib/units.ts", line: 4, hash: sha256(text), through: "clean" }],
  });
  const edited = assets.filter(({ key }) => keys.includes(key));
  const manifests = edited.flatMap(({ key, codeVersion }) => [manifest(codeVersion, recorded, "2.1.2"), manifest(sha256(key), current, "2.1.3")]);
  await system.store.saveCode(manifests, new Map([recorded, current].map((text) => [sha256(text), text])));
  const changed = assets.map((node) => (keys.includes(node.key) ? { ...node, codeVersion: sha256(node.key) } : node));
  await system.store.activate({ ...location, definitions: { version: sha256(keys.join()), assets: changed } });
}

const message = "the code of clean/rounded changed: `normalise` in `lib/units.ts` changed (reached through `clean`) and package `ms` 2.1.2 -> 2.1.3";
const fields = "kind change name file line through from to message diff { text omittedLines }";

test("a cause of code says what changed in it, with the diff of a declaration; plans and what is downstream say it, too", async () => {
  const system = await open();
  await runToEnd(system);
  await edit(system, "clean/rounded");
  expect(await system.query(`{ asset(key: "clean/rounded") { causes { code message changes { ${fields} } } } }`)).toEqual({
    asset: {
      causes: [
        {
          ...{ code: "CODE_CHANGED", message },
          changes: [
            {
              ...{ kind: "DECLARATION", change: "CHANGED", name: "normalise", file: "lib/units.ts", line: 4, through: "clean" },
              ...{ from: sha256(recorded), to: sha256(current), message: "`normalise` in `lib/units.ts` changed (reached through `clean`)" },
              diff: { text: `@@ -4,1 +4,1 @@\n-${recorded}\n+${current}`, omittedLines: 0 },
            },
            {
              ...{ kind: "PACKAGE", change: "CHANGED", name: "ms", file: null, line: null, through: null, from: "2.1.2", to: "2.1.3" },
              ...{ message: "package `ms` 2.1.2 -> 2.1.3", diff: null },
            },
          ],
        },
      ],
    },
  });
  expect(
    await system.query(
      '{ plan(select: "clean/rounded") { steps { reason } } asset(key: "stats/total") { causes { code } rootCauses { message changes { name } } } }',
    ),
  ).toEqual({
    plan: { steps: [{ reason: message }] },
    asset: { causes: [], rootCauses: [{ message, changes: [{ name: "normalise" }, { name: "ms" }] }] },
  });
});

test("the diffs of many assets cost the statements of those of one", async () => {
  const system = await open();
  await runToEnd(system);
  const query = `{ lineage { nodes { status causes { message changes { ${fields} } } } } }`;
  await edit(system, "clean/rounded");
  // Manifests are read once by a process.
  await system.query(query);
  const one = await statementsDuring(() => system.query(query));
  await edit(system, "stats/total", "stats/halves", "report/last");
  const answer = await system.query<{ lineage: { nodes: readonly { status: string }[] } }>(query);
  expect(answer.lineage.nodes.filter(({ status }) => status === "STALE")).toHaveLength(4);
  expect(await statementsDuring(() => system.query(query))).toEqual(one);
});

test("what somebody accepted is in the history of the asset, with who and why", async () => {
  const system = await open();
  await runToEnd(system);
  await edit(system, "clean/rounded", "stats/total");
  const accept =
    'mutation ($select: String!, $by: String) { accept(select: $select, note: "only renamed", by: $by) { cells { asset { key } } problems { code } } }';
  await system.query(accept, { select: "clean/rounded", by: "ada" });
  await system.query(accept, { select: "stats/total" });
  const history = "byHand(first: 1) { edges { node { kind at data } } pageInfo { hasNextPage } }";
  const { asset, other } = await system.query<{ asset: unknown; other: unknown }>(
    `{ asset(key: "clean/rounded") { status ${history} } other: asset(key: "stats/total") { status ${history} } }`,
  );
  const accepted = (by: string) => ({
    status: "FRESH",
    byHand: {
      edges: [{ node: { kind: "accepted", at: expect.any(String), data: { by, note: "only renamed", dataVersion: expect.any(String) } } }],
      pageInfo: { hasNextPage: false },
    },
  });
  expect(asset).toEqual(accepted("ada"));
  expect(other).toEqual(accepted("graphql"));
});
