/** What a page shows when it has nothing to show: empty, loading, failed. */
import { CircleX, Droplets } from "lucide-react";
import type { ReactNode } from "react";
import { DisconnectedError, RequestError } from "../graphql/request.ts";
import { Button } from "./button.tsx";
import { Prose } from "./prose.tsx";

interface StateProps {
  /** `h1` where it takes the place of the whole page. */
  readonly heading?: "h1" | "h2";
}

export function EmptyState({ title, heading: Heading = "h2", children }: StateProps & { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-16 text-center">
      <Droplets aria-hidden size={32} className="text-accent" />
      <Heading className="text-base font-semibold">{title}</Heading>
      {children && <div className="text-ink-2 leading-relaxed">{children}</div>}
    </div>
  );
}

/** A failure in words, with what to do and a way to try again. */
export function ErrorState({ error, heading: Heading = "h2", onRetry }: StateProps & { readonly error: Error; readonly onRetry?: () => void }) {
  const title = error instanceof DisconnectedError ? "The server cannot be reached" : "This did not work";
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center gap-3 px-6 py-16 text-center">
      <CircleX aria-hidden size={32} className="text-failed" />
      <Heading className="text-base font-semibold">{title}</Heading>
      <p className="text-ink-2 leading-relaxed break-words whitespace-pre-line">
        <Prose text={error.message} />
      </p>
      {error instanceof RequestError && error.fix !== null && (
        <p className="leading-relaxed break-words text-ink-2">
          <Prose text={error.fix} />
        </p>
      )}
      {onRetry && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

/** Grey lines where text will be. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const widths = ["w-2/3", "w-full", "w-5/6", "w-1/2"];
  return (
    <div aria-hidden className="flex animate-pulse flex-col gap-3">
      {Array.from({ length: lines }, (_, at) => at).map((line) => (
        <div key={line} className={`h-4 rounded bg-line ${widths[line % widths.length]}`} />
      ))}
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-6xl p-6" role="status" aria-label="Loading">
      <Skeleton lines={6} />
    </div>
  );
}
