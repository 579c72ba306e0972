/** What went wrong in a run, told once for all steps that failed alike. */
import { CircleX } from "lucide-react";
import Link from "next/link";
import { plural } from "../format/format.ts";
import { KeyText } from "../ui/key-text.tsx";
import { Card } from "../ui/page.tsx";
import type { RunDetail } from "./options.ts";
import { logHref } from "./use-run-address.ts";

/** So many names are worth reading; the list below has them all. */
const named = 6;

export function RunFailures({ run }: { readonly run: RunDetail }) {
  const ordinals = new Map(run.steps.map((step) => [step.asset.key, step.computedWith?.ordinal ?? step.ordinal]));
  if (run.failures.length === 0) return null;
  return (
    <Card title="What went wrong" testId="run-failures">
      <ul className="flex flex-col gap-3">
        {run.failures.map(({ message, count, cells }) => (
          <li key={message} data-testid="run-failure" className="flex gap-2.5">
            <CircleX aria-hidden size={15} className="mt-0.5 shrink-0 text-failed" />
            <div className="min-w-0">
              <p dir="auto" className="line-clamp-6 break-words whitespace-pre-wrap">
                {message}
              </p>
              <Where count={count} cells={cells} hrefOf={(cell) => logHref(run.id, ordinals.get(keyOf(cell)) ?? 0)} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A cell is written as `key` or `key@partition`. */
const keyOf = (cell: string): string => cell.split("@", 1)[0] ?? cell;

interface WhereProps {
  readonly count: number;
  readonly cells: readonly string[];
  readonly hrefOf: (cell: string) => string;
}

/** Which steps, each with a way to its log. */
function Where({ count, cells, hrefOf }: WhereProps) {
  return (
    <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-2">
      {count > 1 && <span className="inline-flex min-h-6 items-center font-medium">{plural(count, "step")}:</span>}
      {cells.slice(0, named).map((cell) => (
        <Link
          key={cell}
          href={hrefOf(cell)}
          prefetch={false}
          className="inline-flex min-h-6 items-center rounded underline decoration-line-strong underline-offset-3 hover:decoration-accent"
        >
          <KeyText assetKey={cell} />
        </Link>
      ))}
      {count > named && <span className="inline-flex min-h-6 items-center">and {count - named} more</span>}
    </p>
  );
}
