"use client";
/** The graph of the lineage: one composite widget, in which the arrow keys move along the edges. */
import {
  Background,
  BackgroundVariant,
  type EdgeTypes,
  type FitViewOptions,
  MiniMap,
  type NodeTypes,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { IconButton } from "../ui/button.tsx";
import { type AssetFlowNode, AssetNode, causesCard } from "./asset-node.tsx";
import { CausesCard } from "./causes-card.tsx";
import { nextFocus } from "./keyboard.ts";
import { linkId, nodeHeight, nodeWidth } from "./layout/layout.ts";
import type { Scene } from "./scene.ts";
import { SceneContext, type SceneState, useScene } from "./scene-context.tsx";
import { Stream, type StreamEdge } from "./stream-edge.tsx";

const nodeTypes: NodeTypes = { asset: AssetNode };
const edgeTypes: EdgeTypes = { stream: Stream };
/** Above this many nodes, those out of sight are not in the document, and a map helps. */
const manyNodes = 150;
const mapFrom = 30;
const fitMs = 200;
/** Room below for the zoom buttons. */
const fit: FitViewOptions = { padding: { top: "24px", x: "24px", bottom: "60px" }, maxZoom: 1.05, minZoom: 0.05 };

interface GraphProps extends SceneState {
  readonly onClear: () => void;
}

export function LineageGraph({ onClear, ...state }: GraphProps) {
  return (
    <SceneContext value={state}>
      <ReactFlowProvider>
        <Canvas onClear={onClear} />
        <CausesCard />
      </ReactFlowProvider>
    </SceneContext>
  );
}

function Canvas({ onClear }: { readonly onClear: () => void }) {
  const { scene, onSelect } = useScene();
  const container = useRef<HTMLDivElement>(null);
  const { layout, edges: links } = scene;
  const nodes = useMemo(() => flowNodes(layout), [layout]);
  const edges = useMemo(() => flowEdges(layout, links), [layout, links]);
  const moveFocus = useMoveFocus(container);
  const noteMove = useRefit(layout);
  return (
    <div ref={container} data-testid="lineage-graph" className="relative size-full">
      <ReactFlow
        aria-label="Lineage of the assets. Arrow keys move along the edges."
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(event, node) => onSelect(node.id, event.ctrlKey || event.metaKey)}
        onPaneClick={onClear}
        onKeyDown={(event) => handleKey(event, moveFocus, onClear)}
        onMove={noteMove}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        onlyRenderVisibleElements={nodes.length > manyNodes}
        fitView
        fitViewOptions={fit}
        minZoom={0.05}
        maxZoom={1.6}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--line)" />
        {nodes.length > mapFrom && (
          <MiniMap
            pannable
            zoomable
            ariaLabel="Map of the lineage"
            className="max-sm:hidden"
            nodeColor="var(--stream)"
            bgColor="var(--surface)"
            maskColor="color-mix(in srgb, var(--canvas) 70%, transparent)"
          />
        )}
      </ReactFlow>
      <ZoomButtons />
    </div>
  );
}

function flowNodes(layout: Scene["layout"]): AssetFlowNode[] {
  const size = { width: nodeWidth, height: nodeHeight };
  const middle = nodeHeight / 2;
  return [...layout.nodes].map(([id, position]) => ({
    id,
    type: "asset",
    position,
    data: {},
    ...size,
    measured: size,
    // Known beforehand, so that the first paint need not measure every node.
    handles: [
      { type: "target", position: Position.Left, x: 0, y: middle },
      { type: "source", position: Position.Right, x: nodeWidth, y: middle },
    ],
  }));
}

function flowEdges(layout: Scene["layout"], links: Scene["edges"]): StreamEdge[] {
  const orderOnly = new Set(links.filter((link) => link.after).map(linkId));
  const byId = new Map(links.map((link) => [linkId(link), link]));
  return [...layout.links].flatMap(([id, points]) => {
    const link = byId.get(id);
    return link ? [{ id, type: "stream", source: link.from, target: link.to, data: { points, after: orderOnly.has(id) } }] : [];
  });
}

/** Shows the whole again when the structure or the room for it becomes another, unless the reader has moved the view since. Returns what notes such a move. */
function useRefit(layout: Scene["layout"]): (event: unknown) => void {
  const { fitView } = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const drawn = useRef({ layout, hasMoved: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: width and height are what it reacts to
  useEffect(() => {
    if (drawn.current.layout !== layout) drawn.current = { layout, hasMoved: false };
    if (drawn.current.hasMoved) return;
    const frame = requestAnimationFrame(() => void fitView({ ...fit, duration: fitMs }));
    return () => cancelAnimationFrame(frame);
  }, [layout, width, height, fitView]);
  return (event) => {
    // Moves of our own have no event.
    if (event) drawn.current.hasMoved = true;
  };
}

/** Moves the focus by a key; a node out of sight is brought into it first. True where the key led somewhere. */
function useMoveFocus(container: React.RefObject<HTMLDivElement | null>): (pressed: string) => boolean {
  const { scene, focused, onFocus } = useScene();
  const { setCenter, getViewport } = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  return (pressed) => {
    const next = focused === null ? undefined : nextFocus(pressed, focused, { layout: scene.layout, upstream: scene.upstream, downstream: scene.downstream });
    const at = next === undefined ? undefined : scene.layout.nodes.get(next);
    if (next === undefined || at === undefined) return false;
    const { x, y, zoom } = getViewport();
    const left = at.x * zoom + x;
    const top = at.y * zoom + y;
    const inSight = left >= 0 && top >= 0 && left + nodeWidth * zoom <= width && top + nodeHeight * zoom <= height;
    if (!inSight) void setCenter(at.x + nodeWidth / 2, at.y + nodeHeight / 2, { zoom: Math.max(zoom, 0.5) });
    onFocus(next);
    const focus = (): void => container.current?.querySelector<HTMLElement>(`[data-asset="${CSS.escape(next)}"]`)?.focus({ preventScroll: true });
    if (inSight) focus();
    else requestAnimationFrame(() => requestAnimationFrame(focus));
    return true;
  };
}

function handleKey(event: KeyboardEvent, moveFocus: (pressed: string) => boolean, onClear: () => void): void {
  if (!(event.target instanceof HTMLElement) || event.target.dataset.asset === undefined) return;
  // The first Escape belongs to the card.
  if (event.key === "Escape" && !causesCard.isOpen) onClear();
  else if (moveFocus(event.key)) event.preventDefault();
}

function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <div className="absolute bottom-3 left-3 flex gap-0.5 rounded-xl border border-line bg-raised p-0.5 shadow-card">
      <IconButton icon={Plus} label="Zoom in" onClick={() => void zoomIn({ duration: 120 })} />
      <IconButton icon={Minus} label="Zoom out" onClick={() => void zoomOut({ duration: 120 })} />
      <IconButton icon={Maximize} label="Fit the graph into view" onClick={() => void fitView({ ...fit, duration: fitMs })} />
    </div>
  );
}
