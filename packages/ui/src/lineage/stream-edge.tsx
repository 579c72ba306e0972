/** An edge, drawn as a stream that bends past the nodes in between. */
import type { Edge, EdgeProps } from "@xyflow/react";
import type { Point } from "./layout/layout.ts";
import { useScene } from "./scene-context.tsx";

export interface StreamData extends Record<string, unknown> {
  readonly points: readonly Point[];
  readonly after: boolean;
}
export type StreamEdge = Edge<StreamData, "stream">;

const headLength = 7;

export function Stream({ source, target, data }: EdgeProps<StreamEdge>) {
  const { lit, scene } = useScene();
  const points = data?.points ?? [];
  const end = points.at(-1);
  if (end === undefined) return null;
  const isLit = lit?.has(source) === true && lit.has(target);
  const look = {
    "data-lit": isLit,
    "data-dimmed": lit !== null && !isLit,
    "data-flowing": scene.steps.get(target)?.outcome === "RUNNING",
    "data-after": data?.after,
  };
  return (
    <g>
      <path className="stream" d={streamPath([...points.slice(0, -1), { x: end.x - headLength, y: end.y }])} {...look} />
      <path className="stream-head" d={`M${end.x - headLength},${end.y - 4}L${end.x},${end.y}L${end.x - headLength},${end.y + 4}Z`} {...look} />
    </g>
  );
}

/** A curve through the points that leaves and enters each one horizontally. */
function streamPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let from = first;
  let path = `M${first.x},${first.y}`;
  for (const to of rest) {
    const bend = (to.x - from.x) / 2;
    path += `C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`;
    from = to;
  }
  return path;
}
