/** Starts a new run of what a run that has ended was to do: of what it left, or of all of it. */
import { useMutation } from "@tanstack/react-query";
import { RotateCcw, StepForward } from "lucide-react";
import { useRouter } from "next/navigation";
import { request } from "../graphql/request.ts";
import { isOpen } from "../graphql/words.ts";
import { Button } from "../ui/button.tsx";
import { runHref } from "../url/address.ts";
import type { RunDetail } from "./options.ts";
import { retryRunMutation } from "./queries.ts";
import { Refusal } from "./refusal.tsx";
import { expectEndOf } from "./run-toasts.tsx";

export function RetryButtons({ run }: { readonly run: RunDetail }) {
  const router = useRouter();
  const retry = useMutation({
    mutationFn: async (from: "FAILURE" | "START") => (await request(retryRunMutation, { id: run.id, from })).retryRun,
    onSuccess: ({ run: started }) => {
      if (started === null) return;
      expectEndOf(started.id);
      router.push(runHref(started.id));
    },
  });
  if (isOpen(run.status)) return null;
  const { counts } = run;
  const isIncomplete = run.status !== "SUCCEEDED" && (run.steps.length === 0 || counts.failed + counts.skipped + counts.blocked + counts.cancelled > 0);
  const starting = retry.isPending ? retry.variables : null;
  return (
    <>
      {isIncomplete && (
        <Button
          look="primary"
          data-testid="retry-failure"
          title="A new run of what this one did not bring up to date, planned anew on the code as it is now."
          disabled={retry.isPending}
          focusableWhenDisabled
          onClick={() => retry.mutate("FAILURE")}
        >
          <StepForward aria-hidden size={15} />
          {starting === "FAILURE" ? "Starting…" : "Retry from failure"}
        </Button>
      )}
      <Button
        data-testid="retry-start"
        title="A new run of the same selection, planned anew on the code as it is now: what is fresh by now is not computed again."
        disabled={retry.isPending}
        focusableWhenDisabled
        onClick={() => retry.mutate("START")}
      >
        <RotateCcw aria-hidden size={15} />
        {starting === "START" ? "Starting…" : "Retry from start"}
      </Button>
      {(retry.error !== null || (retry.data?.problems.length ?? 0) > 0) && (
        <div className="order-last basis-full">
          <Refusal error={retry.error} problems={retry.data?.problems} />
        </div>
      )}
    </>
  );
}
