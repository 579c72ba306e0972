/** One of several, as the browser's own list, with its name before it. */
import { useEffect, useState } from "react";

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  // What was chosen stands at once, wherever it goes through before it comes back as the value.
  const [chosen, setChosen] = useState(value);
  useEffect(() => setChosen(value), [value]);
  return (
    <label className="flex items-center gap-2 text-xs text-ink-2">
      {label}
      <select
        value={chosen}
        onChange={(event) => {
          setChosen(event.target.value as Value);
          onChange(event.target.value as Value);
        }}
        className="min-h-8 rounded-lg border border-line-strong bg-surface px-2 text-sm text-ink"
      >
        {choices.map(([own, name]) => (
          <option key={own} value={own}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
