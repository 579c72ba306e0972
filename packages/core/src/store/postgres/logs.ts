/** The lines that steps log: kept by the chunk, numbered by the run. */
import { sql } from "kysely";
import { type LogLine, logFilter, logLevels, type NewLogLine } from "../../model/log-line.ts";
import type { LogQuery } from "../store.ts";
import type { Db } from "./database.ts";
import { jsonText } from "./json-text.ts";
import { type LogChunk, packLines, unpackLines } from "./log-chunks.ts";
import { parseStepId, stepIdOf } from "./step-ref.ts";

export async function appendLogs(db: Db, lines: readonly NewLogLine[]): Promise<void> {
  const byRun = new Map<string, LogChunk[]>();
  for (const some of Map.groupBy(lines, ({ stepId, attempt }) => `${stepId} ${attempt}`).values()) {
    const ref = parseStepId(some[0]?.stepId ?? "");
    if (ref === null) throw new TypeError(`"${some[0]?.stepId}" is not the id of a step.`);
    byRun.set(ref.runId, [...(byRun.get(ref.runId) ?? []), ...(await packLines(some, ref.ordinal))]);
  }
  for (const [runId, chunks] of byRun) await appendChunks(db, runId, chunks);
}

/**
 * One statement. Its lock on the count of the run lasts until the commit, so numbers become visible in their order: a
 * reader that goes on behind the last line that it has seen skips none.
 */
async function appendChunks(db: Db, runId: string, chunks: readonly LogChunk[]): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + (chunk.at_least[0] ?? 0), 0);
  let end = 0;
  const rows = chunks.map((chunk) => {
    end += chunk.at_least[0] ?? 0;
    return { ...chunk, end, lines: chunk.lines.toString("base64") };
  });
  await sql`
    with counted as (
      insert into headwater.log_counts as known (run_id, lines) values (${runId}, ${total})
      on conflict (run_id) do update set lines = known.lines + excluded.lines
      returning lines - ${total} as before
    )
    insert into headwater.log_chunks (run_id, last_line, ordinal, attempt, asset, at_least, lines)
    select ${runId}, before + "end", ordinal, attempt, asset, at_least, decode(lines, 'base64')
    from counted, json_to_recordset(${jsonText(rows)})
      as new ("end" integer, ordinal integer, attempt integer, asset text, at_least integer[], lines text)`.execute(db);
}

/** How many lines are looked at by one statement where it is open how many of them match. */
const searchedAtOnce = 20_000;
const chunksAtOnce = 500;

export async function readLogs(db: Db, query: LogQuery): Promise<readonly LogLine[]> {
  const { after = "0", limit, tail = false, search = "" } = query;
  const before = query.before === undefined ? Number.MAX_SAFE_INTEGER : Number(query.before);
  const matches = logFilter(query);
  const found: LogLine[] = [];
  let range: Range = { after: Number(after), before: Number.MAX_SAFE_INTEGER };
  while (found.length < limit) {
    const missing = limit - found.length;
    const chunks = await readChunks(db, query, range, search === "" ? missing : Math.max(missing, searchedAtOnce));
    if (chunks.length === 0) break;
    for (const chunk of chunks) {
      const lastLine = Number(chunk.last_line);
      const lines = await unpackLines(chunk, { stepId: stepIdOf(query.runId, chunk.ordinal), lastLine });
      const wanted = lines.filter((line) => Number(line.id) > Number(after) && Number(line.id) < before && matches(line));
      found.push(...(tail ? wanted.reverse() : wanted));
      range = tail ? { ...range, before: lastLine } : { ...range, after: lastLine };
      if (found.length >= limit) break;
    }
  }
  const page = found.slice(0, limit);
  return tail ? page.reverse() : page;
}

/** Chunks whose last line lies between two others. */
interface Range {
  readonly after: number;
  readonly before: number;
}

/** As many chunks as hold a number of lines of the level, from that end of the range which is asked for. */
async function readChunks(db: Db, { runId, stepId, level = "TRACE", tail = false, before }: LogQuery, range: Range, lines: number) {
  const ref = stepId === undefined ? null : parseStepId(stepId);
  if (stepId !== undefined && ref?.runId !== runId) return [];
  const ofStep = ref === null ? sql`` : sql`and ordinal = ${ref.ordinal}`;
  // No line ahead of `before` lies behind the chunk that holds the last one of them; there is none such where all lie ahead of it.
  const aheadOf =
    before === undefined
      ? sql``
      : sql`and last_line <= coalesce((select min(last_line) from headwater.log_chunks where run_id = ${runId} and last_line >= ${Number(before) - 1}), ${range.before})`;
  const order = sql.raw(tail ? "desc" : "asc");
  const count = sql`at_least[${sql.lit(logLevels.indexOf(level) + 1)}]`;
  // A chunk that the range begins or ends within counts for nothing: how many of its lines lie in the range is not known.
  const { rows } = await sql<LogChunk & { readonly last_line: string }>`
    select last_line, ordinal, attempt, asset, at_least, lines
    from (
      select near.*, sum(case when last_line - at_least[1] >= ${range.after} and last_line < ${before ?? range.before} then ${count} else 0 end)
        over (order by last_line ${order} rows between unbounded preceding and 1 preceding) as held
      from (
        select * from headwater.log_chunks
        where run_id = ${runId} ${ofStep} and last_line > ${range.after} and last_line < ${range.before} ${aheadOf} and ${count} > 0
        order by last_line ${order} limit ${Math.min(lines + 1, chunksAtOnce)}
      ) as near
    ) as counted
    where held is null or held < ${lines}
    order by last_line ${order}`.execute(db);
  return rows;
}
