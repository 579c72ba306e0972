/** The list below a box that completes what is typed. The box keeps the focus, and handles the keys. */
import type { ReactNode } from "react";

interface OptionListProps {
  readonly id: string;
  readonly label: string;
  readonly testId: string;
  readonly items: readonly { readonly insert: string; readonly detail: ReactNode }[];
  /** Index of the option that Enter takes; -1 without one. */
  readonly active: number;
  readonly onTake: (at: number) => void;
}

export const optionId = (list: string, at: number): string => `${list}-${at}`;

export function OptionList({ id, label, testId, items, active, onTake }: OptionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      data-testid={testId}
      className="appear absolute inset-x-0 top-full z-30 mt-1 max-h-80 overflow-y-auto rounded-lg border border-line bg-raised py-1 shadow-card"
    >
      {items.map(({ insert, detail }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled in the box, which keeps the focus
        // biome-ignore lint/a11y/useFocusableInteractive: the box points at the active option
        <div
          key={optionId(id, at)}
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
