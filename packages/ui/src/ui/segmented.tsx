/** A choice of one among a few, all visible. */
import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { LucideIcon } from "lucide-react";

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon: LucideIcon;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

export function Segmented<Value extends string>({ label, value, choices, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(chosen) => {
        const [next] = chosen;
        if (next !== undefined) onChange(next as Value);
      }}
      className="flex rounded-lg border border-line bg-sunken p-0.5"
    >
      {choices.map(({ value: own, label: name, icon: Icon }) => (
        <Toggle
          key={own}
          value={own}
          aria-label={name}
          title={name}
          className="flex min-h-7 min-w-8 items-center justify-center rounded-md px-1.5 text-ink-3 hover:text-ink data-pressed:bg-raised data-pressed:text-accent data-pressed:shadow-sm"
        >
          <Icon aria-hidden size={16} />
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
