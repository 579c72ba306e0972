/** A long identifier in short, with a button that copies the whole. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { shortVersion } from "../format/format.ts";
import { classes } from "./classes.ts";
import { copyText } from "./copy-text.ts";

const shownMs = 1_500;

export function Copyable({ text, what, className }: { readonly text: string; readonly what: string; readonly className?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      title={text}
      aria-label={copied ? `Copied ${what}` : `Copy ${what} ${shortVersion(text)}`}
      onClick={() => void copy().catch((error: Error) => toast.error(`Not copied: ${what}`, { description: error.message }))}
      className={classes("inline-flex min-h-6 items-center gap-1.5 rounded px-1 font-mono text-xs text-ink-2 hover:bg-accent-soft hover:text-ink", className)}
    >
      {shortVersion(text)}
      <Icon aria-hidden size={12} />
    </button>
  );
}
