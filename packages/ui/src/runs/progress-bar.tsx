/** How far a run is, as a bar of its outcomes. */
import type { Tone } from "../status/presentation.ts";
import { countsText, progressOf } from "./progress.ts";
import type { RunSummary } from "./queries.ts";

const parts: readonly (readonly [keyof RunSummary["counts"], Tone, boolean])[] = [
  ["succeeded", "fresh", false],
  ["reused", "fresh", false],
  ["unchanged", "fresh", true],
  ["failed", "failed", false],
  ["skipped", "stale", true],
  ["blocked", "stale", true],
  ["cancelled", "missing", true],
  ["running", "running", false],
];

export function ProgressBar({ counts }: { readonly counts: RunSummary["counts"] }) {
  const { ended, all } = progressOf(counts);
  return (
    <div
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin={0}
      aria-valuemax={Math.max(all, 1)}
      aria-valuenow={ended}
      aria-valuetext={countsText(counts)}
      className="flex h-2 w-full overflow-hidden rounded-full bg-line"
    >
      {parts.map(([name, tone, isHatched]) => (
        <span
          key={name}
          data-tone={tone}
          className={`h-full transition-[width] duration-300 ${isHatched ? "hatched bg-tone-soft" : "bg-tone-line"}`}
          style={{ width: `${all === 0 ? 0 : (100 * counts[name]) / all}%` }}
        />
      ))}
    </div>
  );
}
