/** The schema of a migrated database as SQL for reviewers, read from the catalogue: the same for each server and each run. */
import pg from "pg";

/** Everything in the schema `headwater` but the record of migrations. */
export async function dumpSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Names without their schema would depend on what the connection happens to search.
    await client.query("set search_path to ''");
    const parts: string[] = ["-- Generated from migrations/ by `npm run gen`. What the database looks like after all of them."];
    for (const table of await tables(client)) parts.push(await tableText(client, table));
    for (const query of [functions, triggers]) {
      const { rows } = await client.query<{ text: string }>(query);
      parts.push(...rows.map((row) => `${row.text.trim()};`));
    }
    return `${parts.join("\n\n")}\n`;
  } finally {
    await client.end();
  }
}

interface Table {
  readonly oid: number;
  readonly name: string;
}

async function tables(client: pg.Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(`
    select oid, relname as name from pg_catalog.pg_class
    where relnamespace = 'headwater'::pg_catalog.regnamespace and relkind = 'r' and relname <> 'migrations' order by relname`);
  return rows;
}

async function tableText(client: pg.Client, { oid, name }: Table): Promise<string> {
  const texts = async (query: string): Promise<readonly string[]> => (await client.query<{ text: string }>(query, [oid])).rows.map((row) => row.text);
  const lines = [...(await texts(columns)), ...(await texts(constraints))].map((line) => `  ${line}`);
  const after = (await texts(indexes)).map((index) => `${index};`);
  return [`create table headwater.${name} (\n${lines.join(",\n")}\n);`, ...after].join("\n");
}

const columns = `
  select pg_catalog.quote_ident(attname) || ' ' || pg_catalog.format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
    || case attidentity when 'a' then ' generated always as identity' else '' end
    || coalesce(' default ' || pg_catalog.pg_get_expr(adbin, adrelid), '') as text
  from pg_catalog.pg_attribute left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = $1 and attnum > 0 and not attisdropped order by attnum`;

/** Not-null constraints are listed by Postgres 18, and not by older ones; they stand beside their columns already. */
const constraints = `
  select 'constraint ' || pg_catalog.quote_ident(conname) || ' ' || pg_catalog.pg_get_constraintdef(oid, true) as text
  from pg_catalog.pg_constraint where conrelid = $1 and contype in ('p', 'u', 'f', 'c') order by contype <> 'p', conname`;

const indexes = `
  select pg_catalog.pg_get_indexdef(indexrelid) as text
  from pg_catalog.pg_index join pg_catalog.pg_class on pg_class.oid = indexrelid
  where indrelid = $1 and not exists (select from pg_catalog.pg_constraint where conindid = indexrelid and contype in ('p', 'u')) order by relname`;

const functions = `
  select pg_catalog.pg_get_functiondef(oid) as text
  from pg_catalog.pg_proc where pronamespace = 'headwater'::pg_catalog.regnamespace order by proname`;

const triggers = `
  select pg_catalog.pg_get_triggerdef(pg_trigger.oid) as text
  from pg_catalog.pg_trigger join pg_catalog.pg_class on pg_class.oid = tgrelid
  where relnamespace = 'headwater'::pg_catalog.regnamespace and not tgisinternal order by relname, tgname`;
