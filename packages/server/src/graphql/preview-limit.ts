/** How many rows a preview shows. */
import { maximumList, requirePageSize } from "./connection.ts";

/** @throws HeadwaterError `PAGE_SIZE_INVALID` beyond 1000. */
export const previewLimit = (first: number | null | undefined): number => requirePageSize(first ?? 20, maximumList);
