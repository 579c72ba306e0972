/** What selections can name: keys, and the values of each attribute. */
import { queryOptions } from "@tanstack/react-query";
import { entriesOf } from "../format/json.ts";
import type { Json } from "../graphql/graphql.ts";
import { request } from "../graphql/request.ts";
import { vocabularyQuery } from "./queries.ts";

/** Each list sorted, without repetition. */
export interface Vocabulary {
  readonly keys: readonly string[];
  readonly groups: readonly string[];
  readonly kinds: readonly string[];
  /** As `name=value`. */
  readonly tags: readonly string[];
  readonly owners: readonly string[];
}

interface Named {
  readonly key: string;
  readonly group: string;
  readonly kinds: readonly string[];
  readonly tags: Json;
  readonly owners: readonly string[];
}

export function vocabularyOf(assets: readonly Named[]): Vocabulary {
  const all = (of: (asset: Named) => readonly string[]): readonly string[] => [...new Set(assets.flatMap(of))].sort();
  return {
    keys: all(({ key }) => [key]),
    groups: all(({ group }) => [group]),
    kinds: all(({ kinds }) => kinds),
    tags: all(({ tags }) => entriesOf(tags).map(([name, value]) => `${name}=${value}`)),
    owners: all(({ owners }) => owners),
  };
}

export const vocabularyOptions = () => queryOptions({ queryKey: ["vocabulary"], queryFn: async ({ signal }) => vocabularyOf(await fetchNamed(signal)) });

async function fetchNamed(signal: AbortSignal): Promise<readonly Named[]> {
  const named: Named[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(after, signal);
    named.push(...page.edges.map((edge) => edge.node));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage || after === null) return named;
  }
}

const fetchPage = async (after: string | null, signal: AbortSignal) => (await request(vocabularyQuery, { after }, signal)).assets;
