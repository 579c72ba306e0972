/** The box for a selection in the grammar of the command line: it completes what is typed, and marks a mistake at its column. */
import { Search, X } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import type { RequestError } from "../graphql/request.ts";
import { IconButton } from "../ui/button.tsx";
import { OptionList, optionId } from "../ui/option-list.tsx";
import { Prose } from "../ui/prose.tsx";
import { rememberSelection } from "./recent-selections.ts";
import { markedColumn } from "./selection-text.ts";
import { useCompletion } from "./use-completion.ts";

interface SelectionBoxProps {
  readonly value: string;
  readonly error: RequestError | null;
  readonly onChange: (select: string) => void;
}

/** A selection that was looked at so long is worth remembering. */
const rememberAfterMs = 1_500;

export function SelectionBox({ value, error, onChange }: SelectionBoxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const commit = (text: string): void => onChange(text.trim());
  const { text, isOpen, items, active, ...box } = useCompletion(value, input, commit);
  useEffect(() => {
    if (value === "" || error !== null) return undefined;
    const timer = setTimeout(rememberSelection, rememberAfterMs, value);
    return () => clearTimeout(timer);
  }, [value, error]);
  return (
    <search className="relative min-w-0 grow sm:max-w-md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          box.close();
          commit(text);
        }}
      >
        <div className={`ring-input flex items-center rounded-lg border bg-surface pl-2.5 ${error ? "border-failed-line" : "border-line-strong"}`}>
          <Search aria-hidden size={15} className="shrink-0 text-ink-3" />
          <input
            ref={input}
            type="text"
            role="combobox"
            enterKeyHint="search"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-label="Select assets"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}options` : undefined}
            aria-activedescendant={isOpen && active >= 0 ? optionId(`${id}options`, active) : undefined}
            aria-invalid={error !== null}
            aria-describedby={error ? `${id}error` : undefined}
            placeholder="weather/*, +report/seattle, status:stale"
            value={text}
            onChange={(event) => box.write(event.target.value, event.target.selectionStart ?? event.target.value.length)}
            onSelect={(event) => box.moveCaret(event.currentTarget.selectionStart ?? 0)}
            onClick={box.open}
            onKeyDown={box.onKeyDown}
            onBlur={() => {
              box.close();
              commit(text);
            }}
            className="min-h-8 w-full min-w-0 bg-transparent px-2 font-mono text-[0.8rem] outline-none placeholder:text-ink-3"
          />
          {value !== "" && <IconButton icon={X} label="Clear the selection text" onClick={() => onChange("")} />}
        </div>
      </form>
      {isOpen ? (
        <OptionList id={`${id}options`} label="Completions" testId="selection-options" items={items} active={active} onTake={box.take} />
      ) : (
        error && <SelectionError id={`${id}error`} text={value} error={error} />
      )}
    </search>
  );
}

function SelectionError({ id, text, error }: { readonly id: string; readonly text: string; readonly error: RequestError }) {
  const column = markedColumn(error.message);
  return (
    <div
      id={id}
      role="alert"
      data-testid="selection-error"
      className="appear absolute inset-x-0 top-full z-30 mt-1 rounded-lg border border-failed-line bg-raised p-3 shadow-card"
    >
      {column !== null && <Marked text={text} column={column} />}
      <p className="break-words">{error.message}</p>
      {error.fix !== null && !error.message.includes(error.fix) && (
        <p className="mt-1 break-words text-ink-2">
          <Prose text={error.fix} />
        </p>
      )}
    </div>
  );
}

/** The text with the place of the mistake marked; at its end, the empty place behind it. */
function Marked({ text, column }: { readonly text: string; readonly column: number }) {
  return (
    <pre aria-hidden="true" data-testid="selection-mark" className="mb-2 overflow-x-auto font-mono text-[0.8rem] leading-normal">
      {text.slice(0, column - 1)}
      <span className="rounded-xs bg-failed-soft text-failed underline decoration-2 underline-offset-4">{text.charAt(column - 1) || "\u00a0\u00a0"}</span>
      {text.slice(column)}
    </pre>
  );
}
