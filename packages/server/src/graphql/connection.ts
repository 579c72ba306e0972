/** Pages of lists: Relay connections over keyset cursors, so that a page costs the same wherever it lies. */
import { HeadwaterError } from "@headwater/core/engine";
import { z } from "zod";

/** The length of a page where nobody says how long. */
export const defaultPage = 20;
/** The longest page of what is read from the database. */
export const maximumPage = 100;
/** The longest page of what is in memory anyway. */
export const maximumList = 1000;

/** Positions by a decimal sequence number, and by an ordinal of a list. */
export const seqPosition = z.object({ seq: z.string().regex(/^\d{1,18}$/) });
export const ordinalPosition = z.object({ ordinal: z.int().nonnegative() });

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface Page<T> {
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

interface List<T, P> {
  readonly maximum: number;
  /** What a cursor of this list holds. */
  readonly position: z.ZodType<P>;
  /** Reads at most `limit` items that follow `after`, or from the start. */
  readonly read: (limit: number, after: P | null) => readonly T[] | Promise<readonly T[]>;
  readonly positionOf: (item: T) => P;
}

/**
 * One page of a list.
 * @throws HeadwaterError `PAGE_SIZE_INVALID`, `CURSOR_INVALID`.
 */
export async function pageOf<T, P>(page: PageArguments, list: List<T, P>): Promise<Page<T>> {
  const limit = requirePageSize(page.first ?? defaultPage, list.maximum);
  const after = page.after === null || page.after === undefined ? null : decodeCursor(page.after, list.position);
  const items = await list.read(limit + 1, after);
  const edges = items.slice(0, limit).map((node) => ({ cursor: encodeCursor(list.positionOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: items.length > limit,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/**
 * The first items of a short list that has no pages; all of them where nobody says how many.
 * @throws HeadwaterError `PAGE_SIZE_INVALID`
 */
export function firstOf<T>(items: readonly T[], first: number | null | undefined): readonly T[] {
  if (first === null || first === undefined) return items;
  return first === 0 ? [] : items.slice(0, requirePageSize(first, maximumList));
}

/** @throws HeadwaterError `PAGE_SIZE_INVALID` */
export function requirePageSize(first: number, maximum: number): number {
  if (first < 1 || first > maximum) throw new HeadwaterError("PAGE_SIZE_INVALID", { first, maximum });
  return first;
}

const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString("base64url");

/** @throws HeadwaterError `CURSOR_INVALID` */
export function decodeCursor<P>(cursor: string, schema: z.ZodType<P>): P {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new HeadwaterError("CURSOR_INVALID", { cursor }, { cause });
  }
}
