/** Tells about a run while it goes: each step once, when it has ended. */
import { hasEnded, type Step, type Store } from "@headwater/core/engine";
import { planText } from "./plan-view.ts";
import { runProgress } from "./run-progress.ts";
import { printStep } from "./run-view.ts";
import type { Terminal } from "./terminal.ts";

export interface RunReporter {
  /** Prints the steps that ended since the last call, in the order in which they ended. */
  tell(): Promise<void>;
}

export interface ReporterOptions {
  /** Begins with what the run means to do, once it is planned. */
  readonly sayPlan?: boolean;
  /** What those steps said that are about to be told: it is there before they end. */
  readonly beforeNews?: () => Promise<void>;
}

export function createRunReporter(terminal: Terminal, store: Store, runId: string, { sayPlan = false, beforeNews }: ReporterOptions = {}): RunReporter {
  const told = new Set<string>();
  let planSaid = !sayPlan;
  return {
    async tell() {
      const steps = await store.steps(runId);
      await beforeNews?.();
      if (!planSaid && steps.length > 0) {
        terminal.print(terminal.colors.dim(planText(steps)));
        planSaid = true;
      }
      const news = steps.filter((step) => hasEnded(step.outcome) && !told.has(step.id)).sort((a, b) => endOf(a) - endOf(b));
      const seqs = news.flatMap((step) => step.materialization ?? []);
      const materializations = new Map((seqs.length === 0 ? [] : await store.materializationsBySeq(seqs)).map((found) => [found.seq, found]));
      for (const step of news) {
        told.add(step.id);
        printStep(terminal, step, materializations.get(step.materialization ?? ""));
      }
      terminal.progress(runProgress(terminal.colors, steps));
    },
  };
}

const endOf = (step: Step): number => step.endedAt?.getTime() ?? Number.POSITIVE_INFINITY;
