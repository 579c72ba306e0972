/** Looks at a source now, and says what was found. */
import { useMutation } from "@tanstack/react-query";
import { Eye, LoaderCircle } from "lucide-react";
import { toast } from "sonner";
import { request } from "../graphql/request.ts";
import { quoted } from "../lineage/selection-text.ts";
import { Button } from "../ui/button.tsx";
import { observeMutation } from "./queries.ts";

export function ObserveButton({ assetKey }: { readonly assetKey: string }) {
  const look = useMutation({
    mutationFn: async () => (await request(observeMutation, { select: quoted(assetKey) })).observe,
    onSuccess: ({ observations, problems }) => {
      const [problem] = problems;
      const seen = observations?.find(({ asset }) => asset.key === assetKey);
      if (problem) toast.error("Nobody looked", { description: problem.message });
      else if (seen?.error) toast.error("It cannot be read", { description: seen.error.message });
      else toast.success(seen?.changed ? "A new version was found" : "Looked: nothing has changed");
    },
    onError: (error) => toast.error("Nobody looked", { description: error.message }),
  });
  const Icon = look.isPending ? LoaderCircle : Eye;
  return (
    <Button data-testid="observe" disabled={look.isPending} focusableWhenDisabled onClick={() => look.mutate()}>
      <Icon aria-hidden size={16} className={look.isPending ? "turning" : ""} /> {look.isPending ? "Looking…" : "Look now"}
    </Button>
  );
}
