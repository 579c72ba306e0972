/** Everything that can be asked of and done with a set of definitions, over one store: in memory for tests, on Postgres for the CLI. */
import type { Definitions } from "./define/definition.ts";
import { there } from "./define/external.ts";
import { serializeDefinitions } from "./define/serialize.ts";
import { acceptCells, type OutsideReport, reportMaterialization, wipeCells } from "./execute/by-hand.ts";
import { changedCode } from "./execute/changed-code.ts";
import type { ExecutionEnvironment } from "./execute/environment.ts";
import { launchRun } from "./execute/launch-run.ts";
import { type LogSink, printedOnly } from "./execute/log.ts";
import { observeSources } from "./execute/observe-sources.ts";
import { sourcesOf } from "./execute/plan-queued-run.ts";
import { provenanceOf } from "./execute/provenance.ts";
import { readStatuses } from "./execute/read-statuses.ts";
import { createResourcePool, type ReadSecret } from "./execute/resource-pool.ts";
import { runInProcess } from "./execute/run-in-process.ts";
import { buildGraph } from "./graph/asset-graph.ts";
import { selectAssets } from "./graph/select-assets.ts";
import { loadStored } from "./io/load-stored.ts";
import { createMemoryValueStore } from "./io/memory-value-store.ts";
import type { ValueStore } from "./io/value-store.ts";
import { type CellRef, cellText, type Report } from "./model/cell.ts";
import { HeadwaterError } from "./model/errors.ts";
import type { Plan } from "./model/plan.ts";
import type { EndReason, Mode, RunConfig, RunStatus, Step } from "./model/run.ts";
import type { CellStatus } from "./model/status.ts";
import { planRun } from "./plan/plan-run.ts";
import { current } from "./stale/direct-causes.ts";
import { statusOf } from "./stale/status-of.ts";
import { createMemoryStore } from "./store/memory-store.ts";
import type { Attribution, RecordedObservation, RecordedObservationSummary, Store } from "./store/store.ts";

export interface InstanceOptions {
  /** Default: in memory. */
  readonly store?: Store;
  /** Default: in memory. */
  readonly values?: ValueStore;
  /** Absolute directory that relative paths in definitions start from. Default: the working directory. */
  readonly root?: string;
  /** Steps at the same time; default 4. */
  readonly concurrency?: number;
  /** Takes what assets and sources say, instead of the console. Default: what they print is printed, and `ctx.log` is silent. */
  readonly log?: LogSink;
  /** Reads the secrets of resources; `undefined` where one is not set. Default: there are none. */
  readonly secrets?: ReadSecret;
}

export interface PlanOptions {
  readonly mode?: Mode;
  /** Also what is missing or stale upstream of the selection. */
  readonly upstream?: boolean;
  readonly config?: RunConfig;
}

export interface MaterializeOptions extends PlanOptions {
  /** `false`: plan on what is recorded instead of looking at the sources first. */
  readonly observe?: boolean;
  readonly skipBlocked?: boolean;
  /** Start only if the binding plan still has this id. */
  readonly planId?: string;
  readonly note?: string;
  /** Who asks; default `"instance"`. */
  readonly launchedBy?: string;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly runId: string;
  readonly status: RunStatus;
  /** Why the run ended without its steps saying so, such as a plan that changed. */
  readonly because: EndReason | null;
  readonly steps: readonly Step[];
  /** The step of an asset. @throws HeadwaterError `STEP_UNKNOWN` where the run had none for it. */
  step(asset: { readonly key: string }): Step;
}

/** Disposing closes the resources that were opened; the store and the values are whoever's they were. */
export interface Instance extends AsyncDisposable {
  readonly store: Store;
  readonly values: ValueStore;
  /** Statuses of the selected assets, in topological order. */
  status(select?: string): Promise<readonly CellStatus[]>;
  /** What `materialize` would do on what is recorded now. */
  plan(select?: string, options?: PlanOptions): Promise<Plan>;
  /** Looks at the sources among and upstream of the selection. */
  observe(select?: string): Promise<readonly RecordedObservationSummary[]>;
  /** Observes, plans and runs; resolves when the run has ended, however it ended. */
  materialize(select?: string, options?: MaterializeOptions): Promise<RunResult>;
  /** Accepts stale cells as they are, without running them; returns those that were. See {@link acceptCells}. */
  accept(select: string, attribution: Attribution): Promise<readonly CellRef[]>;
  /** Makes materialized cells missing; returns those that were. */
  wipe(select: string, attribution: Attribution): Promise<readonly CellRef[]>;
  /** Takes the word of somebody outside on an asset. See {@link reportMaterialization}. */
  report(report: OutsideReport): Promise<{ readonly report: Report } | RecordedObservation>;
  /** The status of one asset with all its causes. */
  why(key: string): Promise<CellStatus>;
  /** The stored value of an asset. @throws HeadwaterError `NOT_MATERIALIZED` */
  value(key: string): Promise<unknown>;
}

/** Opens definitions on a store and makes them its current ones. */
export async function createInstance(definitions: Definitions, options: InstanceOptions = {}): Promise<Instance> {
  const store = options.store ?? createMemoryStore();
  const values = options.values ?? createMemoryValueStore();
  const root = options.root ?? process.cwd();
  const resources = createResourcePool(options.secrets);
  const serialized = serializeDefinitions(definitions, root);
  const graph = buildGraph(serialized);
  const environment: ExecutionEnvironment = {
    definitions,
    serialized,
    store,
    values,
    root,
    log: options.log ?? printedOnly,
    resources,
    provenance: provenanceOf(root),
  };
  await store.activate({ name: "default", definitions: serialized, root });

  const status = async (select = "*"): Promise<readonly CellStatus[]> => {
    const { statuses } = await readStatuses(store, graph);
    return selectAssets(graph, select, statuses).flatMap((key) => statuses.get(cellText({ asset: key, partition: null })) ?? []);
  };
  return {
    store,
    values,
    status,
    async plan(select = "*", plan = {}) {
      const states = await store.cells();
      return planRun(graph, states, { select, ...plan }, await store.now(), await changedCode(store, graph.nodes, states));
    },
    async observe(select = "*") {
      const keys = sourcesOf(graph, selectAssets(graph, select, statusOf(graph, await store.cells(), await store.now())));
      return observeSources(environment, keys, new AbortController().signal);
    },
    async materialize(select = "*", { planId, signal, ...wanted } = {}) {
      const { run } = await launchRun(store, { mode: "STALE", launchedBy: "instance", ...wanted, select, confirmedPlan: planId ?? null });
      const ended = await runInProcess(environment, run.id, {
        ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
        ...(signal === undefined ? {} : { signal }),
      });
      return runResult(ended.id, ended.status, ended.endedBecause, await store.steps(run.id));
    },
    accept: (select, attribution) => acceptCells(store, select, attribution),
    wipe: (select, attribution) => wipeCells(store, select, attribution),
    report: (report) => reportMaterialization(store, report),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
    async why(key) {
      const [found] = await status(JSON.stringify(key));
      if (found === undefined) throw new TypeError(`"${key}" was selected but has no status.`);
      return found;
    },
    async value(key) {
      const made = current((await store.cells([key])).get(cellText({ asset: key, partition: null })));
      if (made === null) throw new HeadwaterError("NOT_MATERIALIZED", { asset: key });
      return made.stored === null ? there : loadStored(values, made.stored, key);
    },
  };
}

function runResult(runId: string, status: RunStatus, because: EndReason | null, steps: readonly Step[]): RunResult {
  return {
    runId,
    status,
    because,
    steps,
    step({ key }) {
      const found = steps.find((step) => step.asset === key);
      if (found === undefined) throw new HeadwaterError("STEP_UNKNOWN", { asset: key, known: steps.map((step) => step.asset) });
      return found;
    },
  };
}
