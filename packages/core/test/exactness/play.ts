/** Plays a history on the real engine and on the oracle, and compares everything that can be seen after each operation. */
import { asset, define, from, source, unloaded } from "@headwater/core";
import {
  createInstance,
  createMemoryStore,
  createMemoryValueStore,
  type Definitions,
  HeadwaterError,
  type Instance,
  type Store,
  type ValueStore,
} from "@headwater/core/engine";
import { expect } from "vitest";
import { z } from "zod";
import type { Scenario } from "./arbitrary.ts";
import * as oracle from "./oracle.ts";
import { compute, type Operation, type Request, replaceNode, type World } from "./world.ts";

export type Frequencies = Map<string, number>;
type Handle = ReturnType<typeof source>;

interface Stage {
  readonly store: Store;
  readonly values: ValueStore;
  /** What user code sees of the world, and which functions it ran. */
  readonly live: { world: World };
  readonly ran: string[];
  readonly seen: Frequencies;
}

export async function play({ world: first, operations }: Scenario, seen: Frequencies, store: Store = createMemoryStore()): Promise<void> {
  const stage: Stage = { store, values: createMemoryValueStore(), live: { world: first }, ran: [], seen };
  let instance = await open(stage);
  let history = oracle.noHistory;
  for (const operation of operations) {
    count(seen, `operation ${operation.kind}`);
    const world = changed(stage.live.world, operation);
    const declares = ["code", "bias", "inputs"].includes(operation.kind);
    stage.live.world = world;
    if (declares) instance = await open(stage);
    if (operation.kind === "observe") {
      await instance.observe();
      history = oracle.observe(
        world,
        history,
        world.nodes.map((node) => node.key),
      );
    }
    if (operation.kind === "wipe") {
      await instance.wipe(named(operation.keys), attribution);
      history = oracle.wipe(history, operation.keys);
    }
    if (operation.kind === "report") {
      await instance.report({ asset: operation.key, dataVersion: operation.version });
      history = oracle.report(history, operation.key, operation.version);
    }
    if (operation.kind === "accept") history = await acceptBoth(stage, instance, history, operation.keys);
    if (operation.kind === "run") history = await runBoth(stage, instance, history, operation.request);
    await compareStatuses(stage, instance, history);
  }
}

function changed(world: World, operation: Operation): World {
  switch (operation.kind) {
    case "raw":
      return { ...world, raw: { ...world.raw, [operation.source]: operation.value } };
    case "code":
      return replaceNode(world, operation.key, { code: operation.code });
    case "bias":
      return replaceNode(world, operation.key, { bias: operation.bias });
    case "inputs":
      return replaceNode(world, operation.key, { inputs: operation.inputs });
    case "failing":
      return { ...world, failing: operation.fails ? world.failing.union(new Set([operation.key])) : world.failing.difference(new Set([operation.key])) };
    case "observe":
    case "wipe":
    case "accept":
    case "report":
    case "run":
      return world;
  }
}

const open = (stage: Stage): Promise<Instance> => createInstance(definitionsOf(stage), { store: stage.store, values: stage.values });

function definitionsOf({ live, ran }: Stage): Definitions {
  const handles = new Map<string, Handle>();
  const { nodes } = live.world;
  for (const node of nodes) {
    const { key } = node;
    const common = { codeVersion: String(node.code) };
    const how = { volatile: node.volatile, launch: node.manual ? ("manual" as const) : ("auto" as const) };
    if (node.kind === "source") {
      handles.set(key, source(key, { ...common, schema: z.number(), observe: () => `v${live.world.raw[key]}`, load: () => live.world.raw[key] ?? 0 }));
      continue;
    }
    const inputs = Object.fromEntries(
      node.inputs.map(({ name, upstream, triggers, loads }) => [name, (loads ? from : unloaded)(handles.get(upstream) as Handle, { triggers })]),
    );
    const run = (values: Readonly<Record<string, unknown>>, { config }: { readonly config: { readonly bias: number } }): number => {
      ran.push(key);
      if (live.world.failing.has(key)) throw new Error(`${key} fails`);
      return compute(
        node,
        config.bias,
        node.inputs.filter((input) => input.loads).map((input) => Number(values[input.name])),
      );
    };
    handles.set(key, asset(key, { ...common, ...how, inputs, config: z.object({ bias: z.number().default(0) }), output: z.number(), run }));
  }
  const config = Object.fromEntries(nodes.flatMap((node) => (node.bias === null ? [] : [[node.key, { bias: node.bias }]])));
  return define({ include: [...handles.values()], config });
}

const attribution = { by: "test", note: null };
const named = (keys: readonly string[]): string => keys.map((key) => JSON.stringify(key)).join(", ");

async function acceptBoth({ live, seen }: Stage, instance: Instance, history: oracle.History, keys: readonly string[]): Promise<oracle.History> {
  const expected = oracle.accept(live.world, history, keys);
  const accepted = await instance.accept(named(keys), attribution).catch((error: unknown) => {
    if (HeadwaterError.is(error, "ACCEPT_REFUSED")) return null;
    throw error;
  });
  expect(accepted === null, "accept refused").toBe(expected === null);
  count(seen, expected === null ? "accept refused" : "accept done");
  return expected ?? history;
}

async function runBoth(stage: Stage, instance: Instance, history: oracle.History, request: Request): Promise<oracle.History> {
  const { world } = stage.live;
  const select = request.keys === null ? "*" : named(request.keys);
  const config = Object.fromEntries(Object.entries(request.config).map(([key, bias]) => [key, { bias }]));
  const options = { mode: request.mode, upstream: request.upstream, config };
  const planned = await instance.plan(select, options);
  const expectedPlan = oracle.plan(world, history, request);
  expect(
    planned.steps.map((step) => [step.asset, step.action]),
    "plan",
  ).toEqual([...expectedPlan.actions]);
  expect(
    planned.notNeeded.map((one) => one.asset),
    "not needed",
  ).toEqual(expectedPlan.notNeeded);
  for (const action of expectedPlan.actions.values()) count(stage.seen, `action ${action}`);

  const expected = oracle.run(world, history, request);
  stage.ran.splice(0);
  const result = await instance.materialize(select, { ...options, skipBlocked: request.skipBlocked }).catch((error: unknown) => {
    if (HeadwaterError.is(error, "PLAN_BLOCKED")) return null;
    throw error;
  });
  const isRefused = result === null || result.because?.code === "PLAN_BLOCKED";
  expect(isRefused, "refused").toBe(expected.outcomes === null);
  count(stage.seen, isRefused ? "run refused" : `run ${result?.status}`);
  if (!isRefused) {
    expect(new Map(result?.steps.map((step) => [step.asset, step.outcome])), "outcomes").toEqual(expected.outcomes);
    for (const outcome of expected.outcomes?.values() ?? []) count(stage.seen, `outcome ${outcome}`);
  }
  expect([...stage.ran].sort(), "executed functions").toEqual([...expected.executed].sort());
  return expected.history;
}

async function compareStatuses({ live: { world }, seen }: Stage, instance: Instance, history: oracle.History): Promise<void> {
  for (const cell of await instance.status()) {
    const expected = oracle.status(world, history, cell.asset);
    expect(cell.status, `status of ${cell.asset}`).toBe(expected);
    count(seen, `status ${expected}`);
    const causes = cell.causes.map((cause) => [cause.code, cause.input, cause.upstream].filter((part) => part !== null).join(" "));
    expect(causes, `causes of ${cell.asset}`).toEqual(oracle.causes(world, history, cell.asset));
    for (const cause of cell.causes) count(seen, `cause ${cause.code}`);
    expect(new Set(cell.rootCauses.map((cause) => `${cause.code} ${cause.asset}`)), `root causes of ${cell.asset}`).toEqual(
      oracle.rootCauses(world, history, cell.asset),
    );
    const value = oracle.value(history, cell.asset);
    if (value !== undefined) expect(await instance.value(cell.asset), `value of ${cell.asset}`).toBe(value);
  }
}

function count(seen: Frequencies, what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1);
}
