/** Random worlds and operations on them. */
import fc from "fast-check";
import type { InputSpec, NodeSpec, Operation, World } from "./world.ts";

const sourceCount = 2;
const oneIn = (n: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: n }).map((found) => found === 1);

const inputs = (earlier: readonly string[]): fc.Arbitrary<readonly InputSpec[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom("x", "y", "z"),
        upstream: fc.constantFrom(...earlier),
        triggers: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
        loads: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      }),
      { minLength: 1, maxLength: 3, selector: (input) => input.name },
    )
    .map((list) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1)));

const source = (index: number): fc.Arbitrary<NodeSpec> =>
  fc.constant({ key: `raw/${index}`, kind: "source", code: 0, inputs: [], modulus: 1, bias: null, volatile: false, manual: false });
const asset = (index: number): fc.Arbitrary<NodeSpec> =>
  fc.record({
    key: fc.constant(`a/${index}`),
    kind: fc.constant("asset" as const),
    code: fc.integer({ min: 0, max: 2 }),
    inputs: inputs([...Array(sourceCount).keys()].map((n) => `raw/${n}`).concat([...Array(index).keys()].map((n) => `a/${n}`))),
    modulus: fc.integer({ min: 2, max: 4 }),
    bias: fc.constant(null),
    volatile: oneIn(12),
    manual: oneIn(8),
  });

const worlds: fc.Arbitrary<World> = fc
  .integer({ min: 2, max: 7 })
  .chain((assets) =>
    fc
      .tuple(...[...Array(sourceCount).keys()].map(source), ...[...Array(assets).keys()].map(asset))
      .map((nodes) => ({ nodes, raw: Object.fromEntries([...Array(sourceCount).keys()].map((n) => [`raw/${n}`, 0])), failing: new Set<string>() })),
  );

/** Operations that make sense in a world of these nodes. */
function operations(world: World): fc.Arbitrary<Operation> {
  const keys = world.nodes.map((node) => node.key);
  const assets = world.nodes.filter((node) => node.kind === "asset").map((node) => node.key);
  const sources = world.nodes.filter((node) => node.kind === "source").map((node) => node.key);
  const key = fc.constantFrom(...assets);
  const some = fc.subarray(assets, { minLength: 1, maxLength: 2 });
  const small = fc.integer({ min: 0, max: 2 });
  const request = fc.record({
    keys: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.subarray(assets, { minLength: 1 }) }),
    mode: fc.oneof({ weight: 6, arbitrary: fc.constant("STALE" as const) }, { weight: 1, arbitrary: fc.constant("ALL" as const) }),
    upstream: fc.boolean(),
    skipBlocked: fc.boolean(),
    config: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(key, small, { minKeys: 1, maxKeys: 2 }) }),
  });
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("raw" as const), source: fc.constantFrom(...sources), value: small }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("code" as const), key: fc.constantFrom(...keys), code: small }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("bias" as const), key, bias: fc.option(small) }) },
    {
      weight: 2,
      arbitrary: key.chain((chosen) =>
        fc.record({ kind: fc.constant("inputs" as const), key: fc.constant(chosen), inputs: inputs(keys.slice(0, keys.indexOf(chosen))) }),
      ),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("failing" as const), key, fails: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("observe" as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("wipe" as const), keys: some }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("accept" as const), keys: some }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("report" as const), key, version: fc.constantFrom("r0", "r1") }) },
    { weight: 10, arbitrary: fc.record({ kind: fc.constant("run" as const), request }) },
  );
}

export interface Scenario {
  readonly world: World;
  readonly operations: readonly Operation[];
}

/** Histories of so many operations (fewer while a counterexample is made smaller). */
export const scenarios = (length: number): fc.Arbitrary<Scenario> =>
  worlds.chain((world) =>
    fc.record({ world: fc.constant(world), operations: fc.array(operations(world), { minLength: Math.ceil(length / 2), maxLength: length, size: "max" }) }),
  );
