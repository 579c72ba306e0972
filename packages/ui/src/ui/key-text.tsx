/** An asset key: the name strong, what stands before it quiet. */
import Link from "next/link";
import { splitKey } from "../format/format.ts";
import { assetHref } from "../url/address.ts";
import { classes } from "./classes.ts";

export function KeyText({ assetKey, className }: { readonly assetKey: string; readonly className?: string }) {
  const { prefix, name } = splitKey(assetKey);
  return (
    <bdi className={classes("break-words", className)}>
      <span className="text-ink-3">{prefix}</span>
      <span className="font-medium">{name}</span>
    </bdi>
  );
}

export function KeyLink({ assetKey, className }: { readonly assetKey: string; readonly className?: string }) {
  return (
    <Link
      href={assetHref(assetKey)}
      prefetch={false}
      className={classes("rounded underline decoration-line-strong underline-offset-3 hover:decoration-accent", className)}
    >
      <KeyText assetKey={assetKey} />
    </Link>
  );
}
