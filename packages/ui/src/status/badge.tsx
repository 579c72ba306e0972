/** A status or outcome as icon, words and colour. */
import { classes } from "../ui/classes.ts";
import type { Presentation } from "./presentation.ts";

interface BadgeProps {
  readonly as: Presentation;
  /** Without a background, where it stands in a line of text. */
  readonly plain?: boolean;
  readonly className?: string;
}

export function Badge({ as: { icon: Icon, label, tone, meaning }, plain = false, className }: BadgeProps) {
  return (
    <span
      data-tone={tone}
      title={meaning}
      className={classes(
        "inline-flex items-center gap-1.5 text-xs font-medium whitespace-nowrap text-tone",
        !plain && "rounded-full bg-tone-soft px-2 py-0.5",
        !plain && tone === "upstream" && "hatched",
        className,
      )}
    >
      <Icon aria-hidden size={14} className={tone === "running" ? "turning" : ""} />
      {label}
    </span>
  );
}
