/** Stops a run that has not ended, once that has been confirmed. */
import { Popover } from "@base-ui/react/popover";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../graphql/request.ts";
import { isOpen, type RunStatus } from "../graphql/words.ts";
import { Button } from "../ui/button.tsx";
import { cancelRunMutation } from "./queries.ts";
import { Refusal } from "./refusal.tsx";

export function CancelButton({ run }: { readonly run: { readonly id: string; readonly status: RunStatus } }) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: async () => (await request(cancelRunMutation, { id: run.id })).cancelRun,
    onSuccess: async ({ problems }) => {
      if (problems.length === 0) setAsking(false);
      await client.invalidateQueries({ queryKey: ["run", run.id] });
    },
  });
  if (!isOpen(run.status)) return null;
  const isStopping = run.status === "CANCELLING" || (cancel.data?.problems.length === 0 && !cancel.isIdle);
  return (
    <Popover.Root
      open={isAsking}
      onOpenChange={(open) => {
        setAsking(open);
        if (open) cancel.reset();
      }}
    >
      <Popover.Trigger render={<Button look="danger" data-testid="cancel-run" disabled={isStopping} />}>
        {isStopping ? "Cancelling…" : "Cancel run"}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="end" sideOffset={6} collisionPadding={12} className="z-40">
          <Popover.Popup className="appear w-72 max-w-[calc(100vw-24px)] rounded-xl border border-line bg-raised p-4 text-ink shadow-card outline-none">
            <Popover.Title className="mb-1 font-semibold">Cancel this run?</Popover.Title>
            <Popover.Description className="leading-relaxed text-ink-2">
              What is running is stopped, what waits does not start. What has been materialized stays.
            </Popover.Description>
            <Refusal error={cancel.error} problems={cancel.data?.problems} />
            <div className="mt-3 flex flex-wrap gap-2">
              <Button look="danger" data-testid="confirm-cancel" disabled={cancel.isPending} focusableWhenDisabled onClick={() => cancel.mutate()}>
                {cancel.isPending ? "Cancelling…" : "Cancel the run"}
              </Button>
              <Popover.Close render={<Button />}>Keep it running</Popover.Close>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
