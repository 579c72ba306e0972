/** What cannot be undercut: the same shape of work without anything that Headwater adds. */
import pg from "pg";
import { type Floor, fastest } from "./measure.ts";

/** One visit of each node and edge of a graph of plain objects. */
export async function walkFloor(assets: number, upstreamOf: (position: number) => readonly number[]): Promise<Floor> {
  const nodes = Array.from({ length: assets }, (_, position) => ({ upstream: upstreamOf(position).filter((other) => other >= 0), value: 0 }));
  const walk = (): void => {
    for (const node of nodes) node.value = node.upstream.reduce((sum, other) => sum + (nodes[other]?.value ?? 0), 1) % 1_000;
  };
  return { name: "walk", time: await fastest(20, walk) };
}

/** So many rows inserted one by one, each committed. */
export async function insertFloor(url: string, rows: number): Promise<Floor> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("create table if not exists public.floor (id bigint generated always as identity, data jsonb)");
    const time = await fastest(2, async () => {
      for (let row = 0; row < rows; row++) await client.query("insert into public.floor (data) values ($1)", [JSON.stringify({ row })]);
    });
    return { name: `${rows} inserts`, time };
  } finally {
    await client.end();
  }
}
