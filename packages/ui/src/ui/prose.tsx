/** A text of the server, with what stands between backticks as code. */
import { Fragment } from "react";

export function Prose({ text }: { readonly text: string }) {
  // Every second part stood between two of them; one without its other is a character.
  const parts = text.split(/`([^`]+)`/);
  return parts.map((part, at) => {
    const key = `${at} ${part}`;
    return at % 2 === 1 ? (
      <code key={key} className="rounded bg-surface px-1 font-mono text-xs text-ink">
        {part}
      </code>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    );
  });
}
