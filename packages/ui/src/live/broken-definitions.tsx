"use client";
/** Why the code in the files is not what the page shows: every problem with its place and the code around it. */
import { useQuery } from "@tanstack/react-query";
import { FileWarning } from "lucide-react";
import { plural } from "../format/format.ts";
import type { ResultOf } from "../graphql/graphql.ts";
import { brokenDefinitionsOptions } from "./options.ts";
import type { brokenDefinitionsQuery } from "./queries.ts";

type Problem = NonNullable<ResultOf<typeof brokenDefinitionsQuery>["brokenDefinitions"]>["problems"][number];

export function BrokenDefinitions() {
  const { data } = useQuery(brokenDefinitionsOptions());
  if (!data) return null;
  const { problems } = data;
  return (
    <section
      aria-label="Problems in the definitions"
      // what scrolls must be within reach of the keyboard
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-tone="failed"
      data-testid="banner-broken"
      className="max-h-[45vh] shrink-0 overflow-y-auto border-b border-tone-line bg-tone-soft px-4 py-2 text-ink"
    >
      <p role="status" className="flex items-center gap-2">
        <FileWarning aria-hidden size={16} className="text-tone" />
        The code has {plural(problems.length, "problem")}. What you see is of the code before; a correction is taken over by itself.
      </p>
      <ul className="mt-2 flex flex-col gap-3">
        {problems.map((problem) => (
          <ProblemItem key={JSON.stringify(problem)} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function ProblemItem({ problem: { code, message, fix, file, line, frame } }: { readonly problem: Problem }) {
  return (
    <li data-testid="definition-problem" data-code={code} className="flex flex-col gap-1">
      {file !== null && (
        <p className="font-mono text-xs text-ink-2">
          {file}
          {line !== null && `:${line}`}
        </p>
      )}
      <p className="whitespace-pre-wrap break-words">{message}</p>
      {frame !== null && <pre className="overflow-x-auto rounded-lg bg-surface px-3 py-2 font-mono text-xs text-ink">{frame}</pre>}
      <p className="text-ink-2">{fix}</p>
    </li>
  );
}
