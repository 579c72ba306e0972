/** "I know, this needs no recomputation": takes the stale value for what is current, with a note of why. */
import { Popover } from "@base-ui/react/popover";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { request } from "../graphql/request.ts";
import { quoted } from "../lineage/selection-text.ts";
import { Button } from "../ui/button.tsx";
import { Prose } from "../ui/prose.tsx";
import { keepAuthor, readAuthor } from "./author.ts";
import { acceptMutation } from "./queries.ts";

export function AcceptButton({ assetKey }: { readonly assetKey: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button data-testid="accept" />}>Accept as it is…</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="bottom" align="end" sideOffset={6} collisionPadding={12} className="z-40">
          <Popover.Popup className="appear w-80 max-w-[calc(100vw-24px)] rounded-xl border border-line bg-raised p-4 text-ink shadow-card outline-none">
            <Popover.Title className="mb-1 font-semibold">Accept as it is</Popover.Title>
            <Popover.Description className="mb-3 leading-relaxed text-ink-2">
              The stored value counts as computed from the code and the inputs as they are now. Nothing runs. Who did it and why is recorded.
            </Popover.Description>
            <AcceptForm assetKey={assetKey} onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function AcceptForm({ assetKey, onDone }: { readonly assetKey: string; readonly onDone: () => void }) {
  const [note, setNote] = useState("");
  const [author, setAuthor] = useState(readAuthor);
  const id = useId();
  const accept = useMutation({
    mutationFn: async () => (await request(acceptMutation, { select: quoted(assetKey), note: note.trim(), by: author.trim() || null })).accept,
    onSuccess: ({ problems }) => {
      if (problems.length > 0) return;
      keepAuthor(author.trim());
      toast.success("Accepted", { description: assetKey });
      onDone();
    },
  });
  const [problem] = accept.data?.problems ?? [];
  const refusal = problem?.message ?? accept.error?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (note.trim() !== "") accept.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <label htmlFor={id} className="text-xs text-ink-2">
        Why no run is needed
      </label>
      <textarea
        id={id}
        rows={2}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        className="w-full rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
      />
      <label htmlFor={`${id}-author`} className="text-xs text-ink-2">
        Your name
      </label>
      <input
        id={`${id}-author`}
        autoComplete="name"
        value={author}
        onChange={(event) => setAuthor(event.target.value)}
        className="w-full rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 text-sm"
      />
      {refusal && (
        <p role="alert" className="text-xs break-words text-failed">
          <Prose text={`${refusal} ${problem?.fix ?? ""}`} />
        </p>
      )}
      <Button type="submit" look="primary" disabled={note.trim() === "" || accept.isPending} focusableWhenDisabled className="self-end">
        Accept
      </Button>
    </form>
  );
}
