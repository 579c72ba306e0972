/** The buttons: one that matters, quiet ones, and ones that are an icon with a name. */
import { Button as BaseButton } from "@base-ui/react/button";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover shadow-sm",
  quiet: "border border-line-strong bg-surface text-ink hover:bg-accent-soft",
  bare: "text-ink-2 hover:bg-accent-soft hover:text-ink",
  danger: "border border-failed-line bg-surface text-failed hover:bg-failed-soft",
} as const;

export type ButtonLook = keyof typeof looks;

export function Button({
  look = "quiet",
  className,
  ...props
}: ComponentProps<typeof BaseButton> & { readonly look?: ButtonLook; readonly className?: string }) {
  return (
    <BaseButton
      {...props}
      className={classes(
        "inline-flex min-h-8 items-center justify-center gap-2 rounded-lg px-3 py-1 font-medium transition-colors",
        "disabled:cursor-not-allowed disabled:opacity-60 data-disabled:cursor-not-allowed data-disabled:opacity-60",
        looks[look],
        className,
      )}
    />
  );
}

/** A button that is an icon; `label` is its name and its hint. */
export function IconButton({
  icon: Icon,
  label,
  className,
  ...props
}: Omit<ComponentProps<typeof BaseButton>, "children"> & { readonly icon: LucideIcon; readonly label: string; readonly className?: string }) {
  return (
    <BaseButton
      aria-label={label}
      title={label}
      {...props}
      className={classes(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-ink-2 transition-colors hover:bg-accent-soft hover:text-ink",
        className,
      )}
    >
      <Icon aria-hidden size={17} />
    </BaseButton>
  );
}
