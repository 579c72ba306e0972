/** The list below the selection box: what may stand at the caret, or what was selected lately. */
import type { Completion } from "./complete-selection.ts";

interface SelectionOptionsProps {
  readonly id: string;
  readonly items: readonly Completion[];
  readonly active: number;
  readonly onTake: (at: number) => void;
}

export const optionId = (list: string, at: number): string => `${list}-${at}`;

export function SelectionOptions({ id, items, active, onTake }: SelectionOptionsProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Completions"
      data-testid="selection-options"
      className="appear absolute inset-x-0 top-full z-30 mt-1 max-h-80 overflow-y-auto rounded-lg border border-line bg-raised py-1 shadow-card"
    >
      {items.map(({ insert, detail }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the box, which keeps the focus
        // biome-ignore lint/a11y/useFocusableInteractive: the box points at the active option
        <div
          key={insert}
          id={optionId(id, at)}
          ref={at === active ? intoSight : undefined}
          role="option"
          aria-selected={at === active}
          // The box keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(at)}
          className={`flex min-h-7 cursor-pointer items-baseline justify-between gap-3 px-3 py-1 ${at === active ? "bg-accent-soft" : "hover:bg-sunken"}`}
        >
          <bdi className="min-w-0 font-mono text-[0.8rem] break-all">{insert}</bdi>
          <span className="shrink-0 text-xs text-ink-2">{detail}</span>
        </div>
      ))}
    </div>
  );
}

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });
