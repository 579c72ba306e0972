/** How many rows a preview shows. */
import { HeadwaterError } from "@headwater/core/engine";

const maximum = 1000;

/** @throws HeadwaterError `PAGE_SIZE_INVALID` beyond 1000. */
export function previewLimit(first: number | null | undefined): number {
  const limit = first ?? 20;
  if (limit < 1 || limit > maximum) throw new HeadwaterError("PAGE_SIZE_INVALID", { first: limit, maximum });
  return limit;
}
