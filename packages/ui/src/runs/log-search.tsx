/** The box for a text that lines must contain; it takes effect when typing pauses. */
import { Search } from "lucide-react";
import { useEffect, useRef } from "react";
import { useDraft } from "../ui/use-draft.ts";

const pauseMs = 300;

export function LogSearch({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const [text, setText] = useDraft(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const take = (next: string): void => {
    clearTimeout(timer.current);
    if (next !== value) onChange(next);
  };
  return (
    <search className="ring-input flex min-w-40 grow items-center rounded-lg border border-line-strong bg-surface pl-2.5 sm:max-w-72">
      <Search aria-hidden size={15} className="shrink-0 text-ink-3" />
      <input
        type="search"
        aria-label="Search in the log"
        placeholder="Search"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(take, pauseMs, next);
        }}
        onKeyDown={(event) => event.key === "Enter" && take(text)}
        className="min-h-8 w-full min-w-0 bg-transparent px-2 outline-none"
      />
    </search>
  );
}
