/** A badge of a word that needs explaining: hovering it, or a click, says what it means. */
import { Popover } from "@base-ui/react/popover";
import { Badge } from "./badge.tsx";
import type { Presentation } from "./presentation.ts";

const hoverMs = 250;

export function ExplainedBadge({ as, plain = false }: { readonly as: Presentation; readonly plain?: boolean }) {
  return (
    <Popover.Root>
      <Popover.Trigger
        openOnHover
        delay={hoverMs}
        data-testid="explained"
        className="inline-flex min-h-6 items-center rounded-full underline decoration-dotted underline-offset-3"
      >
        <Badge as={{ ...as, meaning: "" }} plain={plain} />
        <span className="sr-only">: what does that mean?</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="start" sideOffset={6} collisionPadding={12} className="z-40">
          <Popover.Popup className="appear w-72 max-w-[calc(100vw-24px)] rounded-xl border border-line bg-raised p-3.5 text-ink shadow-card outline-none">
            <Popover.Title className="mb-1 font-semibold">{as.label}</Popover.Title>
            <Popover.Description className="leading-relaxed text-ink-2">{as.meaning}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
