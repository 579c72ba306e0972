/** The box for a selection in the grammar of the command line; a mistake is marked at its column. */
import { Search, X } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { RequestError } from "../graphql/request.ts";
import { IconButton } from "../ui/button.tsx";
import { markedColumn } from "./selection-text.ts";

interface SelectionBoxProps {
  readonly value: string;
  readonly error: RequestError | null;
  readonly onChange: (select: string) => void;
}

export function SelectionBox({ value, error, onChange }: SelectionBoxProps) {
  const [text, setText] = useState(value);
  const id = useId();
  useEffect(() => setText(value), [value]);
  return (
    <search className="relative min-w-0 grow sm:max-w-md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange(text.trim());
        }}
      >
        <div className={`flex items-center rounded-lg border bg-surface pl-2.5 ${error ? "border-failed-line" : "border-line-strong"}`}>
          <Search aria-hidden size={15} className="shrink-0 text-ink-3" />
          <input
            type="text"
            enterKeyHint="search"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-label="Select assets"
            aria-invalid={error !== null}
            aria-describedby={error ? id : undefined}
            placeholder="weather/*, +report/seattle, status:stale"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => onChange(text.trim())}
            className="min-h-8 w-full min-w-0 rounded-lg bg-transparent px-2 font-mono text-[0.8rem] placeholder:text-ink-3"
          />
          {value !== "" && <IconButton icon={X} label="Clear the selection text" onClick={() => onChange("")} />}
        </div>
      </form>
      {error && <SelectionError id={id} text={value} error={error} />}
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
      {column !== null && (
        <pre aria-hidden="true" className="mb-2 overflow-x-auto font-mono text-[0.8rem] leading-tight">
          {text}
          {"\n"}
          <span className="text-failed">{" ".repeat(column - 1)}▲</span>
        </pre>
      )}
      <p className="break-words">{error.message}</p>
      {error.fix !== null && !error.message.includes(error.fix) && <p className="mt-1 break-words text-ink-2">{error.fix}</p>}
    </div>
  );
}
