/** The real engine in a random world: its definitions declare what the world says, and their functions note that they ran. */
import { asset, assets, type Check, check, define, from, source, unloaded } from "@headwater/core";
import {
  createInstance,
  createMemoryStore,
  createMemoryValueStore,
  type Definitions,
  type Instance,
  type Store,
  type ValueStore,
} from "@headwater/core/engine";
import { z } from "zod";
import { compute, functionOf, type NodeSpec, readsPrevious, together, type World } from "./world.ts";

/** A store, and a way to let time pass on it. */
export interface TimedStore {
  readonly store: Store;
  /** A tick is an hour. */
  pass(ticks: number): Promise<void>;
}

export interface Stage extends TimedStore {
  readonly values: ValueStore;
  /** What user code sees of the world. */
  readonly live: { world: World; cancelAt: { readonly key: string; readonly cancel: AbortController } | null };
  /** Functions that were called. */
  readonly ran: string[];
}

export const createStage = (timed: TimedStore, world: World): Stage => ({
  ...timed,
  values: createMemoryValueStore(),
  live: { world, cancelAt: null },
  ran: [],
});

/** In memory, and always in the past: looks at sources go by the clock of their process, and are never late. */
export function memoryStoreWithClock(): TimedStore & AsyncDisposable {
  let now = Date.now() - 10_000 * hourMs;
  const store = createMemoryStore(() => new Date(now));
  return {
    store,
    async pass(ticks) {
      now += ticks * hourMs;
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

const hourMs = 3_600_000;

/** @param concurrency 1 where the order of steps shows. */
export const openInstance = (stage: Stage, concurrency = 4): Promise<Instance> =>
  createInstance(definitionsOf(stage), { store: stage.store, values: stage.values, concurrency });

type Handle = ReturnType<typeof source>;

function definitionsOf(stage: Stage): Definitions {
  const handles = new Map<string, Handle>();
  const { nodes } = stage.live.world;
  for (const node of nodes) {
    if (handles.has(node.key)) continue;
    const declared = node.kind === "source" ? [declareSource(stage, node)] : declareOutputs(stage, node, handles);
    for (const handle of declared) handles.set(handle.key, handle);
  }
  const checks = nodes.flatMap((node) => declareCheck(node, handles.get(node.key) as Handle));
  const config = Object.fromEntries(nodes.flatMap((node) => (node.bias === null ? [] : [[functionOf(node), { bias: node.bias }]])));
  return define({ include: [...handles.values(), ...checks], config });
}

function declareSource({ live }: Stage, { key, code }: NodeSpec): Handle {
  const there = <T>(what: T): T => {
    if (live.world.gone.has(key)) throw new Error(`${key} is gone`);
    return what;
  };
  return source(key, {
    codeVersion: String(code),
    schema: z.number(),
    observe: () => there(`v${live.world.raw[key]}`),
    load: () => there(live.world.raw[key] ?? 0),
  });
}

interface Context {
  readonly config: { readonly bias: number };
  readonly signal: AbortSignal;
  readonly previous: unknown;
}

/** The asset, or all that its function computes. */
function declareOutputs(stage: Stage, node: NodeSpec, handles: ReadonlyMap<string, Handle>): readonly Handle[] {
  const { reuse, volatile } = node;
  const named = (upstream: string): Handle => handles.get(upstream) as Handle;
  const inputs = Object.fromEntries(node.inputs.map(({ name, upstream, triggers, loads }) => [name, (loads ? from : unloaded)(named(upstream), { triggers })]));
  const outputs = together(stage.live.world, node);
  const run = functionFor(stage, node);
  const common = {
    ...{ inputs, reuse, volatile },
    after: node.after.map(named),
    launch: node.manual ? ("manual" as const) : ("auto" as const),
    ...(node.maxAge === null ? {} : { maxAge: `${node.maxAge * 60 + 30}m` }),
    codeVersion: String(node.code),
    config: z.object({ bias: z.number().default(0) }),
  };
  if (node.unit === null) return [asset(node.key, { ...common, output: z.number(), run: async (values, context) => (await run(values, context))(node) })];
  const names = outputs.map(({ key }) => [key, key.slice((node.unit?.length ?? 0) + 1)] as const);
  const made = assets(node.unit, {
    ...common,
    outputs: Object.fromEntries(names.map(([, name]) => [name, z.number()])),
    run: async (values, context) => {
      const resultOf = await run(values, context);
      return Object.fromEntries(outputs.map((output, index) => [names[index]?.[1] ?? "", resultOf(output)]));
    },
  });
  return Object.values(made as unknown as Record<string, Handle>);
}

/** Notes the call, does what is to happen during it, and gives the result of each output. */
function functionFor({ live, ran }: Stage, node: NodeSpec) {
  return async (values: object, context: Context): Promise<(output: NodeSpec) => number> => {
    const name = functionOf(node);
    ran.push(name);
    if (readsPrevious(node) && context.previous === null) throw new TypeError("There is no such thing as null.");
    if (live.cancelAt?.key === name) {
      live.cancelAt.cancel.abort();
      await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
    }
    if (live.world.failing.has(name)) throw new Error(`${name} fails`);
    const loaded = node.inputs.filter((input) => input.loads).map((input) => Number((values as Readonly<Record<string, unknown>>)[input.name]));
    return (output) => compute(output, context.config.bias, loaded);
  };
}

function declareCheck({ check: declared }: NodeSpec, handle: Handle): readonly Check[] {
  if (declared === null) return [];
  const { severity, blocking, rejects } = declared;
  return [check("fits", { asset: handle, severity, blocking, run: (value) => value !== rejects })];
}
