/** The log: appending to it, and reading its tail without ever skipping a late commit. */
import { type Selectable, sql } from "kysely";
import type { Event, EventKind } from "../../model/event.ts";
import type { Json } from "../../model/json.ts";
import type { EventFilter } from "../store.ts";
import type { Db, EventsTable } from "./database.ts";
import { jsonText } from "./json-text.ts";

export interface NewEvent {
  readonly kind: EventKind;
  readonly asset?: string;
  readonly partition?: string | null;
  readonly run_id?: string;
  readonly step_id?: string;
  readonly data: { readonly [name: string]: Json };
}

export interface AppendedEvent {
  readonly seq: string;
  readonly at: Date;
}

/** Appends events in the given order; answers in that order. */
export async function appendEvents(db: Db, events: readonly NewEvent[]): Promise<readonly AppendedEvent[]> {
  if (events.length === 0) return [];
  // One parameter for any number of rows. A function scan keeps their order, and `returning` that of the insert.
  const { rows } = await sql<AppendedEvent>`
    insert into headwater.events (kind, asset, partition, run_id, step_id, data)
    select kind, asset, partition, run_id, step_id, data
    from json_to_recordset(${jsonText(events)}) as new (kind text, asset text, partition text, run_id text, step_id text, data jsonb)
    returning seq, at`.execute(db);
  return rows;
}

/** The highest number below which nothing can appear any more. Read the events in a later statement than this one. */
async function settledSeq(db: Db): Promise<string> {
  const { rows } = await sql<{ settled: string }>`select headwater.settled_seq() as settled`.execute(db);
  return rows[0]?.settled ?? "0";
}

/** Those that can be numbers of events: what comes from outside may be anything. */
export const validSeqs = (seqs: readonly string[]): readonly string[] => seqs.filter((seq) => /^\d{1,18}$/.test(seq));

export async function readEvents(db: Db, after: string, limit: number, of?: EventFilter): Promise<readonly Event[]> {
  const settled = await settledSeq(db);
  if (BigInt(settled) <= BigInt(after)) return [];
  let query = db.selectFrom("events").selectAll().where("seq", ">", after).where("seq", "<=", settled).orderBy("seq").limit(limit);
  if (of !== undefined) query = query.where("run_id", "=", of.runId);
  if (of?.kind !== undefined) query = query.where("kind", "=", of.kind);
  const rows = await query.execute();
  return rows.map(eventFromRow);
}

export const eventFromRow = ({ run_id, step_id, ...event }: Selectable<EventsTable>): Event => ({ ...event, runId: run_id, stepId: step_id });

export async function lastSeq(db: Db): Promise<string> {
  const settled = await settledSeq(db);
  const last = await db.selectFrom("events").select("seq").where("seq", "<=", settled).orderBy("seq", "desc").limit(1).executeTakeFirst();
  return last?.seq ?? "0";
}
