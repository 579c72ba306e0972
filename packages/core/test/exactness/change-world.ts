/** What operations do to the world itself: edits of the code and of the raw data, and the time that passes. */
import { functionOf, isDeclared, type NodeSpec, type Operation, together, type World } from "./world.ts";

/** The world after an operation; the same one where the operation only acts on what is recorded. */
export function changeWorld(world: World, operation: Operation): World {
  switch (operation.kind) {
    case "raw":
      return { ...world, raw: { ...world.raw, [operation.source]: operation.value } };
    case "gone":
      return { ...world, gone: toggled(world.gone, operation.source, operation.gone) };
    case "code":
      return edit(world, operation.key, { code: operation.code });
    case "bias":
      return edit(world, operation.key, { bias: operation.bias });
    case "inputs":
      return edit(world, operation.key, { inputs: operation.inputs.filter((input) => isDeclared(world, input.upstream)) });
    case "check":
      return editOne(world, operation.key, { check: operation.check });
    case "declared":
      return operation.declared ? bringBack(world, operation.key) : remove(world, operation.key);
    case "failing":
      return { ...world, failing: toggled(world.failing, operation.key, operation.fails) };
    case "time":
      return { ...world, now: world.now + operation.ticks };
    case "observe":
    case "wipe":
    case "accept":
    case "report":
    case "run":
      return world;
  }
}

const toggled = (set: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> =>
  isIn ? set.union(new Set([key])) : set.difference(new Set([key]));

const editOne = (world: World, key: string, change: Partial<NodeSpec>): World => ({
  ...world,
  nodes: world.nodes.map((node) => (node.key === key ? { ...node, ...change } : node)),
});

/** Of outputs of one function, an edit is one of all. */
function edit(world: World, key: string, change: Partial<NodeSpec>): World {
  const node = world.nodes.find((candidate) => candidate.key === key);
  return node === undefined ? world : together(world, node).reduce((edited, { key: other }) => editOne(edited, other, change), world);
}

/** Who read it does so no more: code that names what is not there would not compile. */
function remove(world: World, key: string): World {
  const named = world.nodes.find((node) => node.key === key);
  if (named === undefined) return world;
  const gone = together(world, named);
  const isKept = (upstream: string): boolean => gone.every((node) => node.key !== upstream);
  const nodes = world.nodes.filter((node) => isKept(node.key)).map((node) => withoutReferences(node, isKept));
  return { ...world, nodes, removed: [...world.removed, ...gone] };
}

function bringBack(world: World, key: string): World {
  const named = world.removed.find((candidate) => candidate.key === key);
  if (named === undefined) return world;
  const isOfIt = (node: NodeSpec): boolean => functionOf(node) === functionOf(named);
  const back = world.removed.filter(isOfIt).map((node) => withoutReferences(node, (upstream) => isDeclared(world, upstream)));
  const nodes = [...world.nodes, ...back].sort((a, b) => rank(a).localeCompare(rank(b)));
  return { ...world, nodes, removed: world.removed.filter((node) => !isOfIt(node)) };
}

const withoutReferences = (node: NodeSpec, keep: (upstream: string) => boolean): NodeSpec => ({
  ...node,
  inputs: node.inputs.filter((input) => keep(input.upstream)),
  after: node.after.filter(keep),
});

/** Sources first, then assets in the order of their numbers. */
const rank = (node: NodeSpec): string => `${node.kind === "source" ? 0 : 1} ${node.key}`;
