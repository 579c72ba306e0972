/** An error with its chain of causes; the stacks can be opened. */
import type { StepError } from "../graphql/queries.ts";

export function ErrorDetails({ error }: { readonly error: StepError }) {
  return (
    <div data-testid="step-error" className="rounded-lg border border-failed-line bg-failed-soft p-3 text-ink">
      <p className="break-words whitespace-pre-wrap">
        <span className="font-semibold text-failed">{error.name}: </span>
        {error.message}
      </p>
      {error.stack && (
        <details className="mt-2">
          <summary className="min-h-6 text-xs text-ink-2">Stack</summary>
          <section
            aria-label={`Stack of ${error.name}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="mt-1 max-h-72 overflow-auto rounded bg-surface p-2"
          >
            <pre className="font-mono text-xs leading-relaxed">{error.stack}</pre>
          </section>
        </details>
      )}
      {error.cause && (
        <div className="mt-3">
          <p className="mb-1 text-xs text-ink-2">Caused by</p>
          <ErrorDetails error={error.cause} />
        </div>
      )}
    </div>
  );
}
