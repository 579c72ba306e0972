/** The steps of the run below the graph, a line each; however many, only those in sight are in the document. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { duration } from "../format/format.ts";
import { sentence } from "../format/sentence.ts";
import { KeyText } from "../ui/key-text.tsx";
import { useNow } from "../ui/now.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { stepMs } from "./progress.ts";
import type { RunStep } from "./queries.ts";

interface DockStepsProps {
  readonly steps: readonly RunStep[];
  readonly onSelect: (asset: string, toggle: boolean) => void;
}

const lineHeight = 33;

export function DockSteps({ steps, onSelect }: DockStepsProps) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (at) => steps[at]?.id ?? at,
    overscan: 20,
  });
  const shown = virtualizer.getVirtualItems();
  const room = { paddingTop: shown[0]?.start ?? 0, paddingBottom: virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0) };
  return (
    <section ref={scroller} aria-label="Steps" tabIndex={-1} className="min-h-0 overflow-y-auto border-t border-line">
      <ol style={room} className="divide-y divide-line">
        {shown.map(({ index, key }) => {
          const step = steps[index];
          return (
            step && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-posinset={index + 1}
                aria-setsize={steps.length}
                data-testid="run-step"
                data-asset={step.asset.key}
                data-outcome={step.outcome}
                className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 px-3 py-1 sm:grid-cols-[8rem_minmax(10rem,18rem)_1fr_auto] sm:px-4"
              >
                <StepCells step={step} onSelect={onSelect} />
              </li>
            )
          );
        })}
      </ol>
    </section>
  );
}

function StepCells({ step, onSelect }: { readonly step: RunStep; readonly onSelect: DockStepsProps["onSelect"] }) {
  const now = useNow();
  const ms = stepMs(step, now);
  return (
    <>
      <OutcomeBadge outcome={step.outcome} plain />
      <button type="button" onClick={() => onSelect(step.asset.key, false)} className="min-h-6 min-w-0 rounded text-left hover:underline">
        <KeyText assetKey={step.asset.key} />
      </button>
      <span className="truncate text-xs text-ink-2 max-sm:order-last max-sm:col-span-3" title={step.error?.message ?? step.reason}>
        {sentence(step.error?.message ?? step.reason)}
      </span>
      <span className="text-right text-xs text-ink-3 tabular-nums">{ms === null ? "" : duration(ms)}</span>
    </>
  );
}
