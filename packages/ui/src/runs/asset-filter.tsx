/** The box for the asset whose runs are listed; the browser offers the keys. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useId, useState } from "react";
import { vocabularyOptions } from "../lineage/vocabulary.ts";
import { IconButton } from "../ui/button.tsx";
import { useDraft } from "../ui/use-draft.ts";

export function AssetFilter({ value, onChange }: { readonly value: string; readonly onChange: (asset: string) => void }) {
  const [text, setText] = useDraft(value);
  const [isUsed, setUsed] = useState(false);
  const { data: vocabulary } = useQuery({ ...vocabularyOptions(), enabled: isUsed });
  const id = useId();
  return (
    <form
      className="flex items-center gap-2 text-xs text-ink-2 max-sm:w-full"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <label htmlFor={`${id}input`}>Asset</label>
      <div className="ring-input flex w-full items-center rounded-lg border border-line-strong bg-surface sm:w-72">
        <input
          id={`${id}input`}
          list={`${id}keys`}
          spellCheck={false}
          autoComplete="off"
          placeholder="Any"
          value={text}
          onFocus={() => setUsed(true)}
          onChange={(event) => {
            const next = event.target.value;
            setText(next);
            // Chosen from the list, or typed to its end: nothing is left to confirm.
            if (vocabulary?.keys.includes(next)) onChange(next);
          }}
          onBlur={() => onChange(text.trim())}
          className="min-h-8 w-full min-w-0 bg-transparent px-2 font-mono text-[0.8rem] text-ink outline-none placeholder:text-ink-3"
        />
        {value !== "" && <IconButton icon={X} label="Any asset" onClick={() => onChange("")} />}
      </div>
      <datalist id={`${id}keys`}>
        {vocabulary?.keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </form>
  );
}
