/** Random worlds and operations on them. */
import fc from "fast-check";
import { type CheckSpec, functionOf, type InputSpec, type NodeSpec, type Operation, type Request, type World } from "./world.ts";

const sourceCount = 2;
const sourceKeys = [...Array(sourceCount).keys()].map((n) => `raw/${n}`);
const oneIn = (n: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: n }).map((found) => found === 1);
const oneInOr = <A, B>(n: number, value: fc.Arbitrary<A>, otherwise: B): fc.Arbitrary<A | B> =>
  fc.oneof({ weight: 1, arbitrary: value }, { weight: n - 1, arbitrary: fc.constant(otherwise) });

const inputs = (earlier: readonly string[]): fc.Arbitrary<readonly InputSpec[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom("x", "y", "z"),
        upstream: fc.constantFrom(...earlier),
        triggers: oneIn(6).map((found) => !found),
        loads: oneIn(6).map((found) => !found),
      }),
      { minLength: 1, maxLength: 3, selector: (input) => input.name },
    )
    .map((list) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1)));

const checks: fc.Arbitrary<CheckSpec> = fc
  .record({ rejects: fc.integer({ min: 0, max: 3 }), severity: fc.constantFrom("warn" as const, "error" as const), blocking: fc.boolean() })
  .map((check) => (check.severity === "warn" ? { ...check, blocking: false } : check));

const source = (key: string): NodeSpec => ({
  ...{ key, kind: "source", unit: null, code: 0, inputs: [], after: [], modulus: 1 },
  ...{ volatile: false, manual: false, maxAge: null, reuse: true, previousAt: null, bias: null, check: null },
});

/** What is computed: one asset, or two of one function. */
type Function = readonly string[];

/** The nodes of a function; those before it are what it may read. */
function nodesOf(keys: Function, before: readonly string[]): fc.Arbitrary<readonly NodeSpec[]> {
  const [first = ""] = keys;
  const common = fc.record({
    kind: fc.constant("asset" as const),
    unit: fc.constant(keys.length === 1 ? null : first.slice(0, first.lastIndexOf("/"))),
    code: fc.integer({ min: 0, max: 1 }),
    inputs: inputs([...sourceKeys, ...before]),
    after: before.length === 0 ? fc.constant([]) : oneInOr(5, fc.subarray([...before], { minLength: 1, maxLength: 1 }), []),
    bias: fc.constant(null),
    volatile: oneIn(14),
    manual: oneIn(7),
    maxAge: oneInOr(3, fc.integer({ min: 1, max: 3 }), null),
    reuse: oneIn(8).map((found) => !found),
    previousAt: oneInOr(6, fc.integer({ min: 0, max: 1 }), null),
  });
  const own = keys.map((key) => fc.record({ key: fc.constant(key), modulus: fc.integer({ min: 2, max: 4 }), check: oneInOr(6, checks, null) }));
  return fc.tuple(common, fc.tuple(...own)).map(([shared, outputs]) => outputs.map((output) => ({ ...shared, ...output })));
}

const worlds: fc.Arbitrary<World> = fc
  .array(oneIn(4), { minLength: 3, maxLength: 6, size: "max" })
  .map((pairs) => pairs.map((isPair, index): Function => (isPair ? [`a/${index}/p`, `a/${index}/q`] : [`a/${index}`])))
  .chain((functions) => fc.tuple(...functions.map((keys, index) => nodesOf(keys, functions.slice(0, index).flat()))))
  .map((nodes) => ({
    nodes: [...sourceKeys.map(source), ...nodes.flat()],
    removed: [],
    raw: Object.fromEntries(sourceKeys.map((key) => [key, 0])),
    gone: new Set<string>(),
    failing: new Set<string>(),
    now: 0,
  }));

function requests(assets: readonly string[], functions: readonly string[]): fc.Arbitrary<Request> {
  const name = fc.constantFrom(...functions);
  return fc.record({
    keys: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: fc.subarray([...assets], { minLength: 1 }) }),
    mode: fc.oneof({ weight: 6, arbitrary: fc.constant("STALE" as const) }, { weight: 1, arbitrary: fc.constant("ALL" as const) }),
    upstream: oneIn(4),
    skipBlocked: oneIn(6).map((found) => !found),
    observe: oneIn(6).map((found) => !found),
    confirm: oneIn(3),
    cancelAt: oneInOr(3, name, null),
    config: oneInOr(6, fc.dictionary(name, fc.integer({ min: 0, max: 2 }), { minKeys: 1, maxKeys: 2 }), {}),
  });
}

const everything: Request = {
  keys: null,
  mode: "STALE",
  upstream: false,
  skipBlocked: true,
  observe: true,
  confirm: false,
  cancelAt: null,
  config: {},
};

/** A source changes and changes back, each time with a run: then there is something to take over, where it is not too old. */
const thereAndBack: fc.Arbitrary<readonly Operation[]> = fc
  .record({ source: fc.constantFrom(...sourceKeys), ticks: fc.constantFrom(0, 0, 0, 1, 2) })
  .map(({ source, ticks }) =>
    [1, 0, 1].flatMap((value): readonly Operation[] => [
      { kind: "raw", source, value },
      { kind: "run", request: everything },
      ...(ticks === 0 ? [] : [{ kind: "time" as const, ticks }]),
    ]),
  );

/** Operations that make sense in a world of these nodes. */
function operations(world: World): fc.Arbitrary<Operation> {
  const keys = world.nodes.map((node) => node.key);
  const assets = world.nodes.filter((node) => node.kind === "asset").map((node) => node.key);
  const functions = [...new Set(world.nodes.filter((node) => node.kind === "asset").map(functionOf))];
  const key = fc.constantFrom(...assets);
  const source = fc.constantFrom(...sourceKeys);
  const some = fc.subarray(assets, { minLength: 1, maxLength: 2 });
  const small = fc.integer({ min: 0, max: 1 });
  const upstreamOf = (chosen: string): readonly string[] => {
    const name = world.nodes.find((node) => node.key === chosen);
    return keys.slice(
      0,
      world.nodes.findIndex((node) => name !== undefined && functionOf(node) === functionOf(name)),
    );
  };
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("raw" as const), source, value: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("gone" as const), source, gone: oneIn(4) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("code" as const), key: fc.constantFrom(...keys), code: small }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("bias" as const), key, bias: fc.option(small) }) },
    {
      weight: 2,
      arbitrary: key.chain((chosen) => fc.record({ kind: fc.constant("inputs" as const), key: fc.constant(chosen), inputs: inputs(upstreamOf(chosen)) })),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("check" as const), key, check: fc.option(checks) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("declared" as const), key, declared: oneIn(3).map((found) => !found) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("failing" as const), key: fc.constantFrom(...functions), fails: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("time" as const), ticks: fc.integer({ min: 1, max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("observe" as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("wipe" as const), keys: some }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("accept" as const), keys: some }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("report" as const), key: fc.constantFrom(...keys), version: fc.constantFrom("r0", "r1") }) },
    { weight: 16, arbitrary: requests(assets, functions).map((request) => ({ kind: "run" as const, request })) },
  );
}

export interface Scenario {
  readonly world: World;
  readonly operations: readonly Operation[];
}

/** Histories of so many operations (fewer while a counterexample is made smaller). */
export const scenarios = (length: number): fc.Arbitrary<Scenario> =>
  worlds.chain((world) => {
    const one = operations(world).map((operation) => [operation]);
    const some = fc.oneof({ weight: 120, arbitrary: one }, { weight: 4, arbitrary: thereAndBack });
    return fc.record({
      world: fc.constant(world),
      operations: fc.array(some, { minLength: Math.ceil(length / 2), maxLength: length, size: "max" }).map((groups) => groups.flat()),
    });
  });
