/** Takes a log along as text: into the clipboard or into a file, all lines that the filter lets through. */
import { useMutation } from "@tanstack/react-query";
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "../ui/button.tsx";
import { copyText } from "../ui/copy-text.ts";
import { fetchLogText, type LogRequest } from "./log-page.ts";

const saidMs = 1_500;

export function LogExport({ wanted, name }: { readonly wanted: LogRequest; readonly name: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = useMutation({
    mutationFn: async () => copyText(await fetchLogText(wanted)),
    onSuccess: () => {
      setCopied(true);
      setTimeout(() => setCopied(false), saidMs);
    },
    onError: (error) => toast.error("The log could not be copied.", { description: `${error.message} It can be downloaded.` }),
  });
  const download = useMutation({
    mutationFn: async () => save(await fetchLogText(wanted), name),
    onError: (error) => toast.error("The log could not be downloaded.", { description: error.message }),
  });
  const CopyIcon = isCopied ? Check : Copy;
  return (
    <>
      <Button disabled={copy.isPending} focusableWhenDisabled onClick={() => copy.mutate()}>
        <CopyIcon aria-hidden size={15} /> {isCopied ? "Copied" : "Copy"}
      </Button>
      <Button disabled={download.isPending} focusableWhenDisabled onClick={() => download.mutate()}>
        <Download aria-hidden size={15} /> Download
      </Button>
    </>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
