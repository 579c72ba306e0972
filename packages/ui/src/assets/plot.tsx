/** One series as a line over time. Hovering a point says its value; a click opens the materialization. */
import { useRouter } from "next/navigation";
import { type MouseEvent, useMemo, useState } from "react";
import { dateTime, shortTime } from "../format/format.ts";
import { materializationHref } from "../url/address.ts";
import { nearestDot, plotShape } from "./plot-shape.ts";
import type { Point, Series } from "./series.ts";
import { summaryOf } from "./series.ts";

/** Above this many, dots would be a second line. */
const manyDots = 120;

export function Plot({ series }: { readonly series: Series }) {
  const { name, points, format } = series;
  const [hovered, setHovered] = useState<Point | null>(null);
  const summary = summaryOf(series);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <figure data-testid="plot" data-series={name} className="min-w-0 rounded-xl border border-line bg-surface px-4 py-3">
      <figcaption className="flex items-baseline justify-between gap-3">
        <bdi className="truncate text-xs font-medium text-ink-2">{name}</bdi>
        <span className="text-base font-semibold whitespace-nowrap tabular-nums" data-testid="plot-value">
          {hovered ? format(hovered.value) : summary.latest}
        </span>
      </figcaption>
      {/* For eyes and pointers: the table beside the plots says it in words, the list below links to every point. */}
      <div aria-hidden className="mt-2 flex gap-2">
        <Curve series={series} hovered={hovered} onHover={setHovered} />
        <div className="flex shrink-0 flex-col justify-between text-[0.7rem] leading-none text-ink-3 tabular-nums">
          {summary.highest === summary.lowest ? (
            <span className="my-auto">{summary.lowest}</span>
          ) : (
            <>
              <span>{summary.highest}</span>
              <span>{summary.lowest}</span>
            </>
          )}
        </div>
      </div>
      <p aria-hidden className="mt-2 flex justify-between gap-2 text-[0.7rem] text-ink-3 tabular-nums">
        {hovered ? (
          <span>{dateTime(hovered.at)}</span>
        ) : (
          <>
            <span>{first && shortTime(first.at)}</span>
            <span>{last && shortTime(last.at)}</span>
          </>
        )}
      </p>
    </figure>
  );
}

interface CurveProps {
  readonly series: Series;
  readonly hovered: Point | null;
  readonly onHover: (point: Point | null) => void;
}

function Curve({ series: { points }, hovered, onHover }: CurveProps) {
  const router = useRouter();
  const shape = useMemo(() => plotShape(points), [points]);
  const pointAt = ({ clientX, currentTarget }: MouseEvent): Point | null => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return nearestDot(shape, (100 * (clientX - left)) / width);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hidden from assistive technology, which has the list below
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list below has a link for every point
    <div
      className="relative h-20 min-w-0 grow cursor-pointer"
      data-testid="curve"
      onMouseMove={(event) => onHover(pointAt(event))}
      onMouseLeave={() => onHover(null)}
      onClick={(event) => {
        const point = pointAt(event);
        if (point) router.push(materializationHref(point.id));
      }}
    >
      <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
        <path d="M0 0H100M0 100H100" stroke="var(--line)" strokeWidth="1" vectorEffect="non-scaling-stroke" />
        <path d={shape.area} fill="var(--accent-soft)" fillOpacity="0.55" />
        <path d={shape.line} fill="none" stroke="var(--accent)" strokeWidth="1.75" strokeLinejoin="round" vectorEffect="non-scaling-stroke" />
      </svg>
      {shape.dots.map(({ x, y, point }) => {
        const isHovered = point.id === hovered?.id;
        if (!isHovered && shape.dots.length > manyDots) return null;
        return (
          <span
            key={point.id}
            className={`absolute -translate-x-1/2 -translate-y-1/2 rounded-full bg-accent ${isHovered ? "size-2.5 ring-2 ring-surface" : "size-1.5"}`}
            style={{ left: `${x}%`, top: `${y}%` }}
          />
        );
      })}
    </div>
  );
}
