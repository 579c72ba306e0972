/** The steps of a run on an axis of time: what ran beside what, and what held the rest up. */
import Link from "next/link";
import { duration } from "../format/format.ts";
import { hasEnded } from "../graphql/words.ts";
import { outcomes } from "../status/presentation.ts";
import { KeyText } from "../ui/key-text.tsx";
import { useNarrow } from "../ui/narrow.ts";
import { useNow } from "../ui/now.ts";
import type { PlacedStep, RunDetail } from "./options.ts";
import { usePageList } from "./page-list.ts";
import { stepMs } from "./progress.ts";
import { keyOfLine, type StepLine } from "./step-lines.ts";
import { type Axis, axisOf, barOf, marksOf, markText } from "./time-axis.ts";
import { logHref } from "./use-run-address.ts";

const heights = { wave: 30, step: 28 };
const columns = "grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 px-3 sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]";

export function RunTimeline({ run, lines }: { readonly run: RunDetail; readonly lines: readonly StepLine[] }) {
  const axis = axisOf(run, useNow());
  const { list, shown, style, measure } = usePageList(
    lines.length,
    (at) => heights[lines[at]?.kind ?? "step"],
    (at) => keyOfLine(lines[at]),
  );
  return (
    <div data-testid="run-timeline" className="rounded-xl border border-line bg-surface pb-1">
      <Marks axis={axis} />
      <ol ref={list} aria-label="Steps on the axis of time" style={style}>
        {shown.map(({ index, key }) => {
          const line = lines[index];
          const place = { "data-index": index, ref: measure, "aria-posinset": index + 1, "aria-setsize": lines.length };
          if (line === undefined) return null;
          return line.kind === "wave" ? (
            <li key={key} {...place} className="px-3 pt-2 pb-1 text-xs font-semibold tracking-wide text-ink-3 uppercase">
              Wave {line.wave + 1}
            </li>
          ) : (
            <li key={key} {...place}>
              <StepBar step={line.step} run={run.id} axis={axis} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Stays in sight above the bars. */
function Marks({ axis }: { readonly axis: Axis }) {
  const marks = marksOf(axis, useNarrow() ? 2 : 6);
  return (
    <div aria-hidden className={`${columns} sticky top-0 z-10 rounded-t-xl border-b border-line bg-sunken py-1.5 text-[0.7rem] text-ink-2 tabular-nums`}>
      <span className="col-start-2 relative h-4">
        {marks.map((mark) => (
          <span key={mark} className="absolute border-l border-line-strong pl-1 whitespace-nowrap" style={{ left: `${(100 * mark) / axis.span}%` }}>
            {(100 * mark) / axis.span < 94 && markText(mark)}
          </span>
        ))}
      </span>
    </div>
  );
}

function StepBar({ step, run, axis }: { readonly step: PlacedStep; readonly run: string; readonly axis: Axis }) {
  const { icon: Icon, label, tone } = outcomes[step.outcome];
  const ms = stepMs(step, axis.start + axis.span);
  const bar = barOf(step, axis);
  const said = ms === null ? label : `${label}, ${duration(ms)}`;
  return (
    <Link
      href={logHref(run, step.computedWith?.ordinal ?? step.ordinal)}
      prefetch={false}
      data-testid="run-bar"
      data-asset={step.asset.key}
      data-outcome={step.outcome}
      data-tone={tone}
      title={`${step.asset.key}: ${said}`}
      className={`${columns} min-h-7 items-center rounded -outline-offset-2 hover:bg-sunken`}
    >
      <span className="flex min-w-0 items-center gap-2 text-xs">
        <Icon role="img" aria-label={label} size={14} className={`shrink-0 text-tone ${step.outcome === "RUNNING" ? "turning" : ""}`} />
        <KeyText assetKey={step.asset.key} className="truncate" />
      </span>
      <span className="relative flex h-full items-center">
        {bar !== null && (step.startedAt !== null ? <Ran bar={bar} /> : hasEnded(step.outcome) && <Decided left={bar.left} />)}
        {bar !== null && ms !== null && <Length bar={bar} text={duration(ms)} />}
      </span>
    </Link>
  );
}

const Ran = ({ bar: { left, width } }: { readonly bar: { readonly left: number; readonly width: number } }) => (
  <span className="absolute h-3 min-w-1 rounded-sm bg-tone-line" style={{ left: `min(${left}%, calc(100% - 4px))`, width: `${width}%` }} />
);

/** It did not run: a mark at the moment that this was known. */
const Decided = ({ left }: { readonly left: number }) => (
  <span
    className="absolute size-2 -translate-x-1/2 rotate-45 border-2 border-tone-line bg-surface"
    style={{ left: `clamp(6px, ${left}%, calc(100% - 6px))` }}
  />
);

/** Behind the bar where there is room, else before it. */
function Length({ bar: { left, width }, text }: { readonly bar: { readonly left: number; readonly width: number }; readonly text: string }) {
  const end = left + width;
  const place = end < 75 ? { left: `calc(${end}% + 8px)` } : { right: `calc(${100 - left}% + 4px)` };
  if (end >= 75 && left < 25) return null;
  return (
    <span className="absolute text-[0.7rem] text-ink-2 tabular-nums" style={place}>
      {text}
    </span>
  );
}
