/** An error: what to do where Headwater reports it on purpose, else where in the code, with the chain of causes. */
import type { StepError } from "../graphql/queries.ts";

export function ErrorDetails({ error }: { readonly error: StepError }) {
  const { name, message, fix, stack, cause } = error;
  const isOurs = typeof fix === "string";
  return (
    <div data-testid="step-error" className="rounded-lg border border-failed-line bg-failed-soft p-3 text-ink">
      <p className="break-words whitespace-pre-wrap">
        {!isOurs && <span className="font-semibold text-failed">{name}: </span>}
        <bdi>{message}</bdi>
      </p>
      {isOurs && <p className="mt-1 text-ink-2">{fix}</p>}
      {!isOurs && stack && <Stack of={name} text={stack} />}
      {!isOurs && cause && (
        <div className="mt-3">
          <p className="mb-1 text-xs text-ink-2">Caused by</p>
          <ErrorDetails error={cause} />
        </div>
      )}
    </div>
  );
}

function Stack({ of, text }: { readonly of: string; readonly text: string }) {
  return (
    <details className="mt-2">
      <summary className="min-h-6 text-xs text-ink-2">Stack</summary>
      <section
        aria-label={`Stack of ${of}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="mt-1 max-h-72 overflow-auto rounded bg-surface p-2"
      >
        <pre className="font-mono text-xs leading-relaxed">{text}</pre>
      </section>
    </details>
  );
}
