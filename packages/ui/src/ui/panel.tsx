/** A panel beside the page, not over it: on a narrow screen it takes the page's place. */
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./button.tsx";
import { classes } from "./classes.ts";

interface PanelProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly testId: string;
  /** Whether opening it moves the focus into it: so when a button opened it, not when a click on a node did. */
  readonly takesFocus?: boolean;
  readonly className?: string;
}

/** Escape inside it closes it. */
export function Panel({ title, onClose, children, footer, testId, takesFocus = false, className }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <section
      aria-labelledby={id}
      data-testid={testId}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
      className={classes("appear flex h-full w-full shrink-0 flex-col border-line bg-surface md:w-[25rem] md:border-l", className)}
    >
      <header className="flex items-start gap-2 border-b border-line py-2.5 pr-2 pl-4">
        <h2 id={id} ref={heading} tabIndex={-1} className="min-w-0 grow pt-1 text-base font-semibold outline-none">
          {title}
        </h2>
        <IconButton icon={X} label="Close" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="min-h-0 grow overflow-y-auto px-4 py-4" tabIndex={0}>
        {children}
      </div>
      {footer && <footer className="border-t border-line px-4 py-3">{footer}</footer>}
    </section>
  );
}

/** A titled part of a panel or page. */
export function Section({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="mb-6 last:mb-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h3 className="text-xs font-semibold tracking-wide text-ink-3 uppercase">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
