/** Stops a run that has not ended. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { request } from "../graphql/request.ts";
import { isOpen, type RunStatus } from "../graphql/words.ts";
import { Button } from "../ui/button.tsx";
import { cancelRunMutation } from "./queries.ts";

export function CancelButton({ run }: { readonly run: { readonly id: string; readonly status: RunStatus } }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: async () => (await request(cancelRunMutation, { id: run.id })).cancelRun,
    onSuccess: async ({ problems }) => {
      for (const problem of problems) toast.error(problem.message, { description: problem.fix });
      await client.invalidateQueries({ queryKey: ["run", run.id] });
    },
    onError: (error) => toast.error("The run could not be cancelled.", { description: error.message }),
  });
  if (!isOpen(run.status)) return null;
  const isStopping = run.status === "CANCELLING" || cancel.isPending;
  return (
    <Button look="danger" data-testid="cancel-run" disabled={isStopping} onClick={() => cancel.mutate()}>
      {isStopping ? "Cancelling…" : "Cancel run"}
    </Button>
  );
}
