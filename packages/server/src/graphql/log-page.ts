/** Pages of logs: from the first line on, the last lines, to follow from there, or the lines on either side of one. */
import type { LogLine, Store } from "@headwater/core/engine";
import { builder } from "./builder.ts";
import { decodeCursor, defaultPage, maximumList, type Page, type PageArguments, pageOf, requirePageSize, seqPosition } from "./connection.ts";
import { LogLevelEnum } from "./enums.ts";

export const logArguments = builder.args((t) => ({
  first: t.int({ description: "At most so many lines: 20 unless given, up to 1000." }),
  after: t.string({ description: "A cursor." }),
  before: t.string({
    description: "A cursor: only lines ahead of it. With `tail`, the last ones ahead of it: so a log is read backwards, or on both sides of a line.",
  }),
  level: t.field({ type: LogLevelEnum, description: "Only lines that matter at least so much." }),
  search: t.string({ description: "Only lines with this text in their message or fields, in capitals or not." }),
  tail: t.boolean({
    description:
      "The last lines instead of the first, as many as `first` says; the page ends with the newest, or at `before`. To follow, go on from its `endCursor`.",
  }),
}));

interface LogArguments extends PageArguments {
  readonly before?: string | null | undefined;
  readonly level?: LogLine["level"] | null | undefined;
  readonly search?: string | null | undefined;
  readonly tail?: boolean | null | undefined;
}

/** A page of the lines of a run, or of one of its steps. */
export async function logPage(store: Store, of: { readonly runId: string; readonly stepId?: string }, args: LogArguments): Promise<Page<LogLine>> {
  const { level, search, tail, before: cursor, ...page } = args;
  const before = cursor === null || cursor === undefined ? null : decodeCursor(cursor, seqPosition);
  const wanted = { ...of, ...(level && { level }), ...(search && { search }), ...(before && { before: before.seq }) };
  const list = { maximum: maximumList, position: seqPosition, positionOf: ({ id }: LogLine) => ({ seq: id }) };
  if (!tail) return pageOf(page, { ...list, read: (limit, after) => store.logs({ ...wanted, limit, ...(after && { after: after.seq }) }) });
  const size = requirePageSize(page.first ?? defaultPage, maximumList);
  let hasPreviousPage = false;
  const last = await pageOf(page, {
    ...list,
    read: async (limit, after) => {
      const lines = await store.logs({ ...wanted, limit, tail: true, ...(after && { after: after.seq }) });
      hasPreviousPage = lines.length > size;
      return lines.slice(-size);
    },
  });
  return { ...last, pageInfo: { ...last.pageInfo, hasNextPage: before !== null, hasPreviousPage: hasPreviousPage || last.pageInfo.hasPreviousPage } };
}
