/** Plays a history on the real engine and on the oracle, and compares everything that can be seen after each operation. */
import { HeadwaterError, type Instance, type RunResult } from "@headwater/core/engine";
import { expect } from "vitest";
import type { Scenario } from "./arbitrary.ts";
import { changeWorld } from "./change-world.ts";
import { countOperation, type Frequencies } from "./frequencies.ts";
import * as oracle from "./oracle.ts";
import * as facts from "./oracle-history.ts";
import { plan } from "./oracle-plan.ts";
import { run } from "./oracle-run.ts";
import { createStage, openInstance, type Stage, type TimedStore } from "./stage.ts";
import { functionOf, isDeclared, type Operation, type Request, type World } from "./world.ts";

interface Play {
  readonly stage: Stage;
  instance: Instance;
  history: facts.History;
  /** What the current operation showed. */
  readonly shown: Set<string>;
}

export async function play({ world, operations }: Scenario, frequencies: Frequencies, timed: TimedStore): Promise<void> {
  const stage = createStage(timed, world);
  const at: Play = { stage, instance: await openInstance(stage), history: facts.noHistory, shown: new Set() };
  for (const wanted of operations) {
    const operation = applicable(stage.live.world, wanted);
    if (operation === null) continue;
    at.shown.clear();
    at.shown.add(`operation ${operation.kind}`);
    stage.live.world = changeWorld(stage.live.world, operation);
    await act(at, operation);
    await compareStatuses(at);
    countOperation(frequencies, at.shown);
  }
}

/** The operation without what the code does not declare (any more); `null` where nothing is left of it. */
function applicable(world: World, operation: Operation): Operation | null {
  const declared = (key: string): boolean => isDeclared(world, key);
  if (operation.kind === "report") return declared(operation.key) ? operation : null;
  if (operation.kind === "wipe" || operation.kind === "accept") {
    const keys = operation.keys.filter(declared);
    return keys.length === 0 ? null : { ...operation, keys };
  }
  if (operation.kind !== "run") return operation;
  const { request } = operation;
  const keys = request.keys?.filter(declared) ?? null;
  const functions = new Set(world.nodes.map(functionOf));
  const config = Object.fromEntries(Object.entries(request.config).filter(([name]) => functions.has(name)));
  return keys?.length === 0 ? null : { ...operation, request: { ...request, keys, config } };
}

async function act(at: Play, operation: Operation): Promise<void> {
  const { stage, instance, history } = at;
  const { world } = stage.live;
  switch (operation.kind) {
    case "code":
    case "bias":
    case "inputs":
    case "check":
    case "declared":
      at.instance = await openInstance(stage);
      return;
    case "time":
      return stage.pass(operation.ticks);
    case "observe":
      await instance.observe();
      at.history = facts.observe(
        world,
        history,
        world.nodes.map((node) => node.key),
      );
      return;
    case "wipe":
      await instance.wipe(named(operation.keys), attribution);
      at.history = facts.wipe(history, operation.keys);
      return;
    case "report":
      await instance.report({ asset: operation.key, dataVersion: operation.version });
      at.history = facts.report(world, history, operation.key, operation.version);
      return;
    case "accept":
      return acceptBoth(at, operation.keys);
    case "run":
      return runBoth(at, operation.request);
    case "raw":
    case "gone":
    case "failing":
  }
}

const attribution = { by: "test", note: null };
const named = (keys: readonly string[]): string => keys.map((key) => JSON.stringify(key)).join(", ");

/** `null` where it was refused with that code. */
const unless = <T>(code: "ACCEPT_REFUSED" | "PLAN_BLOCKED", work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (HeadwaterError.is(error, code)) return null;
    throw error;
  });

async function acceptBoth(at: Play, keys: readonly string[]): Promise<void> {
  const expected = oracle.accept(at.stage.live.world, at.history, keys);
  const accepted = await unless("ACCEPT_REFUSED", at.instance.accept(named(keys), attribution));
  expect(accepted === null, "accept refused").toBe(expected === null);
  at.shown.add(expected === null ? "accept refused" : "accept done");
  at.history = expected ?? at.history;
}

async function runBoth(at: Play, request: Request): Promise<void> {
  const { stage, shown } = at;
  const expectedPlan = plan(stage.live.world, at.history, request);
  const planned = await at.instance.plan(selectionOf(request), planOptions(request));
  expect(
    planned.steps.map((step) => [step.asset, step.action]),
    "plan",
  ).toEqual([...expectedPlan.actions]);
  expect(
    planned.notNeeded.map((one) => one.asset),
    "not needed",
  ).toEqual(expectedPlan.notNeeded);
  for (const action of expectedPlan.actions.values()) shown.add(`action ${action}`);

  const expected = run(stage.live.world, at.history, request);
  stage.ran.splice(0);
  const result = await materialize(at, request, planned.id);
  expect(result === null ? "PLAN_BLOCKED" : (result.because?.code ?? null), "refused").toBe(expected.refused);
  shown.add(expected.refused === null ? `run ${result?.status}` : `run refused: ${expected.refused}`);
  expect(new Map(result?.steps.map((step) => [step.asset, step.outcome]) ?? []), "outcomes").toEqual(expected.outcomes);
  for (const outcome of expected.outcomes.values()) shown.add(`outcome ${outcome}`);
  const failed = result?.steps.filter((step) => step.failedChecks.length > 0).map((step) => step.asset) ?? [];
  expect(failed.sort(), "failed checks").toEqual([...expected.failedChecks].sort());
  if (failed.length > 0) shown.add("check failed");
  if (result !== null) expect(result.status, "status of the run").toBe(expected.status);
  expect([...stage.ran].sort(), "executed functions").toEqual([...expected.executed].sort());
  at.history = expected.history;
}

const selectionOf = ({ keys }: Request): string => (keys === null ? "*" : named(keys));
const planOptions = ({ mode, upstream, config }: Request) => ({
  mode,
  upstream,
  config: Object.fromEntries(Object.entries(config).map(([key, bias]) => [key, { bias }])),
});

async function materialize({ stage, instance }: Play, request: Request, planId: string): Promise<RunResult | null> {
  const { skipBlocked, observe, cancelAt } = request;
  const cancel = new AbortController();
  stage.live.cancelAt = cancelAt === null ? null : { key: cancelAt, cancel };
  // Where steps of one run see what others of it observe, or are cut off by a cancel, their order shows.
  const runner = cancelAt === null && observe ? instance : await openInstance(stage, 1);
  const confirmed = request.confirm ? { planId } : {};
  return unless(
    "PLAN_BLOCKED",
    runner.materialize(selectionOf(request), { ...planOptions(request), ...confirmed, skipBlocked, observe, signal: cancel.signal }),
  );
}

async function compareStatuses({ stage, instance, history, shown }: Play): Promise<void> {
  const { world } = stage.live;
  const cells = await instance.status();
  expect(
    cells.map((cell) => cell.asset),
    "cells",
  ).toEqual(world.nodes.map((node) => node.key));
  for (const cell of cells) {
    const expected = oracle.status(world, history, cell.asset);
    expect(cell.status, `status of ${cell.asset}`).toBe(expected);
    shown.add(`status ${expected}`);
    const causes = cell.causes.map((cause) => [cause.code, cause.input, cause.upstream].filter((part) => part !== null).join(" "));
    expect(causes, `causes of ${cell.asset}`).toEqual(oracle.causes(world, history, cell.asset));
    for (const cause of cell.causes) shown.add(`cause ${cause.code}`);
    expect(new Set(cell.rootCauses.map((cause) => `${cause.code} ${cause.asset}`)), `root causes of ${cell.asset}`).toEqual(
      oracle.rootCauses(world, history, cell.asset),
    );
    const value = facts.value(history, cell.asset);
    if (value !== undefined) expect(await instance.value(cell.asset), `value of ${cell.asset}`).toBe(value);
  }
}
