/** Why what was asked for did not happen, and what to do: where it was asked for. */
import type { Problem } from "../graphql/queries.ts";

interface RefusalProps {
  /** The server could not be asked, or failed. */
  readonly error: Error | null;
  readonly problems: readonly Problem[] | undefined;
}

export function Refusal({ error, problems = [] }: RefusalProps) {
  if (error === null && problems.length === 0) return null;
  return (
    <div role="alert" data-testid="refusal" className="mt-3 rounded-lg border border-failed-line bg-failed-soft p-3 break-words">
      {error && <p>{error.message}</p>}
      {problems.map(({ code, message, fix }) => (
        <div key={code}>
          <p>{message}</p>
          {!message.includes(fix) && <p className="mt-1 text-ink-2">{fix}</p>}
        </div>
      ))}
    </div>
  );
}
