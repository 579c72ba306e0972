/** A node of the graph: name, kind, status, last materialization, and what the shown run makes of it. */

import { Tooltip } from "@base-ui/react/tooltip";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { agoCalm, splitKey } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes, statuses } from "../status/presentation.ts";
import { classes } from "../ui/classes.ts";
import { useNow } from "../ui/now.ts";
import { changedAt, kindOf } from "./asset-kind.ts";
import { causesText } from "./causes.tsx";
import { nodeHeight, nodeWidth } from "./layout/layout.ts";
import { ProgressRing } from "./progress-ring.tsx";
import type { LineageNode } from "./queries.ts";
import { attemptOf } from "./scene.ts";
import { useScene } from "./scene-context.tsx";

export type AssetFlowNode = Node<Record<string, never>, "asset">;

/** One card for all nodes: {@link CausesCard} shows what the hovered or focused node hands it. */
export const causesCard = Tooltip.createHandle<LineageNode>();

const cardDelayMs = 250;

export function AssetNode({ id }: NodeProps<AssetFlowNode>) {
  const { scene, selected, lit, focused, onSelect, onFocus } = useScene();
  const asset = scene.nodes.get(id);
  if (asset === undefined) return null;
  const attempt = attemptOf(id, scene);
  const status = statuses[asset.status];
  const isSelected = selected.has(id);
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Tooltip.Trigger
        handle={causesCard}
        payload={asset}
        delay={cardDelayMs}
        closeOnClick={false}
        render={<div />}
        role="button"
        tabIndex={focused === id ? 0 : -1}
        aria-description={causesText(asset, scene)}
        aria-pressed={isSelected}
        data-asset={id}
        data-status={asset.status}
        data-outcome={attempt?.outcome}
        data-tone={status.tone}
        onFocus={() => onFocus(id)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          onSelect(id, event.ctrlKey || event.metaKey);
        }}
        style={{ width: nodeWidth, height: nodeHeight }}
        className={classes(
          "relative flex cursor-pointer flex-col justify-between overflow-hidden rounded-xl border py-2.5 pr-3 pl-4.5 text-left transition-colors",
          // Not by opacity: what stands back must stay readable.
          lit !== null && !lit.has(id)
            ? "border-line bg-canvas"
            : classes("shadow-card", status.tone === "stale" ? "bg-tone-wash" : "bg-raised", status.tone === "upstream" && "hatched-faint"),
          isSelected ? "border-accent ring-2 ring-accent" : (lit === null || lit.has(id)) && "border-tone-line",
        )}
      >
        <span aria-hidden className={classes("absolute inset-y-0 left-0 w-1.5", status.tone === "upstream" ? "hatched bg-tone-soft" : "bg-tone-line")} />
        <NodeHead asset={asset} />
        <NodeFoot asset={asset} attempt={attempt} />
      </Tooltip.Trigger>
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </>
  );
}

function NodeHead({ asset }: { readonly asset: LineageNode }) {
  const { prefix, name } = splitKey(asset.key);
  const { icon: Icon, name: kind } = kindOf(asset);
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-1.5 text-xs text-ink-3">
        <Icon aria-hidden size={13} className="shrink-0" />
        <span className="truncate">{prefix}</span>
        <span className="order-last ml-auto shrink-0">{kind}</span>
      </div>
      <div className="truncate text-[0.92rem] leading-snug font-semibold">{name}</div>
    </div>
  );
}

function NodeFoot({ asset, attempt }: { readonly asset: LineageNode; readonly attempt: ReturnType<typeof attemptOf> }) {
  const now = useNow();
  const at = changedAt(asset);
  const observationFailed = asset.isSource && asset.lastObservation?.error;
  return (
    <div className="flex items-center gap-2">
      {observationFailed ? <Badge as={{ ...outcomes.FAILED, label: "Cannot be read" }} plain /> : <Badge as={statuses[asset.status]} plain />}
      <span className="ml-auto text-xs whitespace-nowrap text-ink-3">
        {attempt === null || attempt.outcome === "WAITING" ? (
          at && agoCalm(at, now)
        ) : attempt.outcome === "RUNNING" ? (
          <ProgressRing progress={attempt.progress} />
        ) : (
          <Badge as={outcomes[attempt.outcome]} />
        )}
      </span>
    </div>
  );
}
