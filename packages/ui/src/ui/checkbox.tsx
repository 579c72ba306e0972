/** A box to tick, with its label. */
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";

interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Its name where no text stands beside it. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export function Checkbox({ checked, onChange, label, children }: CheckboxProps) {
  const box = (
    <Base.Root aria-label={label} checked={checked} onCheckedChange={onChange} className="flex size-6 shrink-0 items-center justify-center">
      <span
        className={`flex size-4 items-center justify-center rounded border ${checked ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-surface"}`}
      >
        <Base.Indicator>
          <Check aria-hidden size={12} strokeWidth={3} />
        </Base.Indicator>
      </span>
    </Base.Root>
  );
  if (children === undefined) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is its control
    <label className="flex cursor-pointer items-center gap-1">
      {box}
      {children}
    </label>
  );
}
