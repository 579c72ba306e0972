/** A run while it goes: the steps that run now with how far they are, then the whole. */
import { hasEnded, type Step } from "@headwater/core/engine";
import type { LiveView } from "./live-area.ts";
import { type Cell, type Fit, tableLines } from "./table.ts";
import type { Colors } from "./terminal.ts";
import { countText, durationText } from "./words.ts";

/** More would push what is printed off a small screen. */
const mostLines = 6;

const fits: readonly Fit[] = ["icon", "middle", "drop", "keep", "keep", "drop"];

/** @param steps As they were found last; times go on by themselves. */
export function runProgress(colors: Colors, steps: readonly Step[], clock: () => number = Date.now): LiveView {
  const running = steps.filter((step) => step.outcome === "RUNNING");
  return (width) => {
    const now = clock();
    const shown = tableLines(
      fits,
      running.slice(0, mostLines).map((step) => stepCells(colors, step, now)),
      { width },
    );
    return [...shown, ...tableLines(["keep"], [[{ text: wholeText(steps, running.length, now), paint: colors.dim }]], { width })];
  };
}

function stepCells(colors: Colors, { asset, startedAt, progress }: Step, now: number): readonly Cell[] {
  const elapsedMs = Math.max(0, now - (startedAt?.getTime() ?? now));
  const leftMs = remainingMs(progress, elapsedMs);
  return [
    { text: spinnerAt(now), paint: colors.cyan },
    { text: asset },
    { text: progress === null ? "" : barText(progress), paint: colors.cyan },
    { text: progress === null ? "" : `${Math.floor(progress * 100)} %` },
    { text: wholeSeconds(elapsedMs), paint: colors.dim },
    { text: leftMs === null ? "" : `${wholeSeconds(leftMs)} left`, paint: colors.dim },
  ];
}

/** `3 of 11 steps, 1 failed`, how many run that are not shown, and how fast it goes. */
function wholeText(steps: readonly Step[], running: number, now: number): string {
  if (steps.length === 0) return "looking at the sources, planning";
  const failed = steps.filter((step) => step.outcome === "FAILED").length;
  const hidden = running - mostLines;
  const ended = steps.filter((step) => hasEnded(step.outcome)).length;
  const rate = stepsAMinute(steps, now);
  const parts = [
    `${ended} of ${countText(steps.length, "step")}`,
    failed > 0 && `${failed} failed`,
    hidden > 0 && `${hidden} more running`,
    rate !== null && (rate < 60 ? `${Math.round(rate)} a minute` : `${Math.round(rate / 60)} a second`),
    rate !== null && `${wholeSeconds(((steps.length - ended) / rate) * 60_000)} left`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** Of the steps whose function ran; `null` before that means anything, and where nothing is left. */
function stepsAMinute(steps: readonly Step[], now: number): number | null {
  const began = steps.flatMap(({ startedAt }) => startedAt?.getTime() ?? []);
  const done = steps.filter(({ startedAt, outcome }) => startedAt !== null && hasEnded(outcome)).length;
  const elapsedMs = now - began.reduce((least, at) => Math.min(least, at), now);
  const isOver = steps.every(({ outcome }) => hasEnded(outcome));
  return isOver || done < fewest || elapsedMs < 2_000 ? null : (done / elapsedMs) * 60_000;
}

/** Fewer steps say nothing about the others. */
const fewest = 5;

/** At the rate so far; `null` before that means anything. */
export function remainingMs(progress: number | null, elapsedMs: number): number | null {
  return progress === null || progress < 0.01 || elapsedMs < 1_000 ? null : (elapsedMs * (1 - progress)) / progress;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const spinnerAt = (now: number): string => frames[Math.floor(now / 100) % frames.length] ?? "";

const barWidth = 20;
function barText(progress: number): string {
  const done = Math.round(progress * barWidth);
  return "━".repeat(done) + "┈".repeat(barWidth - done);
}

/** Tenths of seconds would flicker. */
const wholeSeconds = (ms: number): string => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : durationText(ms));
