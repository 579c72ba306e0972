/** A unified diff as a quiet block: signs and colours say what came and went. */
import { plural } from "../format/format.ts";

interface CodeDiffProps {
  readonly label: string;
  readonly text: string;
  readonly omittedLines: number;
}

export function CodeDiff({ label, text, omittedLines }: CodeDiffProps) {
  return (
    <section
      aria-label={label}
      data-testid="code-diff"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken py-2"
    >
      <pre className="w-max min-w-full font-mono text-xs leading-relaxed">
        {text.split("\n").map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no other name than their place
          <Line key={index} line={line} />
        ))}
      </pre>
      {omittedLines > 0 && <p className="px-3 pt-1 text-xs text-ink-2">and {plural(omittedLines, "more line")}</p>}
    </section>
  );
}

function Line({ line }: { readonly line: string }) {
  if (line.startsWith("@@")) return <span className="block px-3 text-ink-3">{line}</span>;
  if (line.startsWith("+")) return <ins className="block bg-diff-added px-3 text-ink no-underline">{line}</ins>;
  if (line.startsWith("-")) return <del className="block bg-diff-removed px-3 text-ink no-underline">{line}</del>;
  return <span className="block px-3 text-ink-2">{line || " "}</span>;
}
