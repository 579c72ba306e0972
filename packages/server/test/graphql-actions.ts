/** What tests of GraphQL do again and again. */
import { onTestFinished } from "vitest";
import { openTestSystem, type TestSystem } from "./test-system.ts";

/** A system that is closed with the test. */
export async function open(options?: { worker?: boolean }): Promise<TestSystem> {
  const system = await openTestSystem(options);
  onTestFinished(() => system[Symbol.asyncDispose]());
  return system;
}

interface Payload {
  readonly run: { readonly id: string; readonly status: string } | null;
  readonly plan: { readonly id: string; readonly steps: readonly { readonly asset: string; readonly action: string }[] } | null;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly fix: string; readonly cells: readonly string[] }[];
}

const materializeDocument = `mutation ($input: MaterializeInput!) {
  materialize(input: $input) { run { id status } plan { id steps { asset action } } problems { code message fix cells } }
}`;

export async function materialize(system: TestSystem, input: object): Promise<Payload> {
  const { materialize } = await system.query<{ materialize: Payload }>(materializeDocument, { input });
  return materialize;
}

/** Runs to the end and returns outcomes by asset. */
export async function runToEnd(
  system: TestSystem,
  input: object = { select: "*" },
): Promise<{ id: string; status: string; outcomes: { [asset: string]: string } }> {
  const { run, problems } = await materialize(system, input);
  if (run === null) throw new Error(JSON.stringify(problems));
  await system.settled();
  const found = await system.query<{ run: { id: string; status: string; steps: { edges: { node: { asset: { key: string }; outcome: string } }[] } } }>(
    `query ($id: ID!) { run(id: $id) { id status steps { edges { node { asset { key } outcome } } } } }`,
    { id: run.id },
  );
  return { id: found.run.id, status: found.run.status, outcomes: Object.fromEntries(found.run.steps.edges.map(({ node }) => [node.asset.key, node.outcome])) };
}

/** Statuses of defined assets by key. */
export const statuses = async (system: TestSystem) => {
  const { lineage } = await system.query<{ lineage: { nodes: { key: string; status: string }[] } }>("{ lineage { nodes { key status } } }");
  return Object.fromEntries(lineage.nodes.map(({ key, status }) => [key, status]));
};
