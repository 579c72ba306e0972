/** What changed in the code since a value was computed: each change in words, with the diff of a declaration. */
import { sentence } from "../format/sentence.ts";
import { Prose } from "../ui/prose.tsx";
import { CodeDiff } from "./code-diff.tsx";
import type { CodeChange } from "./queries.ts";

/** So many are read; the rest is counted. */
const mostShown = 10;

export function CodeChanges({ changes }: { readonly changes: readonly CodeChange[] }) {
  const more = changes.length - mostShown;
  return (
    <div data-testid="code-changes" className="mt-4">
      <h3 className="mb-2 text-xs text-ink-3">What changed in the code</h3>
      <ul className="flex flex-col gap-3">
        {changes.slice(0, mostShown).map((change, index) => (
          // The first is what is most telling; the others open at a click.
          <Change key={`${change.kind} ${change.file} ${change.line} ${change.name}`} change={change} isOpen={index === 0} />
        ))}
      </ul>
      {more > 0 && <p className="mt-2 text-ink-2">and {more} more</p>}
    </div>
  );
}

function Change({ change: { name, file, line, message, diff }, isOpen }: { readonly change: CodeChange; readonly isOpen: boolean }) {
  const words = (
    <>
      <Prose text={sentence(message)} />{" "}
      {file !== null && <span className="text-xs break-all text-ink-3">{message.includes(file) ? `line ${line}` : `${file}:${line}`}</span>}
    </>
  );
  if (diff === null) return <li className="break-words">{words}</li>;
  return (
    <li>
      <details open={isOpen}>
        <summary className="min-h-6 break-words">{words}</summary>
        <div className="mt-1.5">
          <CodeDiff label={`What changed in ${name || file}`} text={diff.text} omittedLines={diff.omittedLines} />
        </div>
      </details>
    </li>
  );
}
