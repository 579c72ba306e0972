/** What keeps a cell from being computed: upstream cells whose current materialization failed a blocking check. */
import type { AssetNode } from "../model/asset-node.ts";
import { cellText } from "../model/cell.ts";
import { failedBlocking } from "../model/check.ts";
import type { FailedCheck } from "../model/plan.ts";
import { current, type Scope } from "./direct-causes.ts";

/** Failed blocking checks of what the asset reads, as it is now. */
export const failedAbove = (node: AssetNode, { nodes, states }: Scope): readonly FailedCheck[] =>
  [...new Set(node.inputs.map((input) => input.upstream))].flatMap((asset) => {
    const latest = current(states.get(cellText({ asset, partition: null })));
    return failedBlocking(nodes.get(asset)?.checks, latest?.checks).map((check) => ({ asset, check }));
  });
