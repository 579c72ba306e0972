/** Of which step the log is shown: a box that finds one among however many by a part of its name. */
import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { plural } from "../format/format.ts";
import { Badge } from "../status/badge.tsx";
import { outcomes } from "../status/presentation.ts";
import { OptionList, optionId } from "../ui/option-list.tsx";
import { findSteps } from "./find-steps.ts";
import type { PlacedStep } from "./options.ts";

interface StepChoiceProps {
  readonly steps: readonly PlacedStep[];
  /** `undefined` for all steps. */
  readonly step: PlacedStep | undefined;
  readonly onChange: (ordinal: number | null) => void;
}

const allSteps = "All steps";

export function StepChoice({ steps, step, onChange }: StepChoiceProps) {
  const id = useId();
  const chosen = step?.asset.key ?? allSteps;
  // What is typed to find one; `null` while nobody looks for one.
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const found = text === null ? [] : findSteps(steps, text);
  const isAllOffered = text !== null && allSteps.toLowerCase().includes(text.toLowerCase());
  const items = [
    ...(isAllOffered ? [{ insert: allSteps, detail: null, ordinal: null }] : []),
    ...found.map(({ asset, outcome, ordinal }) => ({ insert: asset.key, detail: <Badge plain as={outcomes[outcome]} />, ordinal })),
  ];
  const look = (next: string): void => {
    setText(next);
    setActive(next === "" ? -1 : 0);
  };
  const close = (): void => setText(null);
  const take = (at: number): void => {
    const item = items[at];
    if (item === undefined) return;
    close();
    onChange(item.ordinal);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      if (text === null) look("");
      else setActive((active + move + items.length) % Math.max(1, items.length));
    } else if (event.key === "Enter" && text !== null) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape" && text !== null) {
      event.stopPropagation();
      close();
    }
  };
  return (
    <div className="flex items-center gap-2 text-xs text-ink-2 max-sm:w-full">
      <label htmlFor={`${id}input`}>Step</label>
      <div className="ring-input relative flex w-full items-center rounded-lg border border-line-strong bg-surface pr-2 sm:w-80">
        <input
          id={`${id}input`}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          aria-autocomplete="list"
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? `${id}options` : undefined}
          aria-activedescendant={active >= 0 && items.length > 0 ? optionId(`${id}options`, active) : undefined}
          placeholder={`A part of the name, of ${plural(steps.length, "step")}`}
          value={text ?? chosen}
          onChange={(event) => look(event.target.value)}
          onClick={() => text === null && look("")}
          onKeyDown={onKeyDown}
          onBlur={close}
          className="min-h-8 w-full min-w-0 bg-transparent px-2 text-sm text-ink outline-none placeholder:text-ink-3"
        />
        <ChevronDown aria-hidden size={15} className="pointer-events-none shrink-0" />
        {items.length > 0 && <OptionList id={`${id}options`} label="Steps" testId="step-options" items={items} active={active} onTake={take} />}
        {text !== null && items.length === 0 && (
          <p role="status" className="appear absolute inset-x-0 top-full z-30 mt-1 rounded-lg border border-line bg-raised px-3 py-2 shadow-card">
            No step has this in its name.
          </p>
        )}
      </div>
    </div>
  );
}
