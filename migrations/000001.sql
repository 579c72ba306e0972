-- Everything lies in the schema `headwater`, which exists: it holds the record of migrations.
-- The first tables: definitions, events, what is known of each cell, runs with their steps, workers.
-- Times come from the clock of the database. clock_timestamp() and not now(): a transaction may have waited for a lock.
-- json and not jsonb where authors chose the order of the keys (schemas, metadata): jsonb would lose it.

create table headwater.code_locations (
  name text primary key,
  version text not null,
  definitions json not null,
  root text not null,
  activated_at timestamptz not null default clock_timestamp()
);

-- Append-only facts in one order. The wide part of a materialization or an observation lies in the table of that name
-- under the same seq, so that a reader of the log never drags traces along. No foreign key points here: that lets later
-- versions partition the log by time and drop old partitions.
create table headwater.events (
  seq bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  asset text,
  partition text,
  run_id text,
  step_id text,
  data jsonb not null
);

-- Sequence numbers become visible out of order: a transaction may commit 7 while another still holds 6. A reader that
-- goes on from 7 would skip 6 for ever. So each writer announces itself before it takes its first number, by an advisory
-- lock whose key holds the last number given out so far (all of its own will be higher) and which ends with its
-- transaction; headwater.settled_seq() reads these locks. An xid horizon would be the usual way, but it stalls behind every long
-- transaction of the cluster, also of other databases, and does not bound sequence numbers: a later xid can hold an earlier one.
-- 18519 ("HW") marks our keys among other advisory locks; 48 bits are left for the number.
create function headwater.announce_events() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('headwater.announced', true), '') = '' then
    perform pg_advisory_xact_lock_shared((18519::bigint << 48) | case when is_called then last_value else 0 end) from headwater.events_seq_seq;
    -- Local to the transaction (and to a savepoint, exactly as the lock is).
    perform set_config('headwater.announced', 'yes', true);
  end if;
  return null;
end
$$;

-- A statement trigger fires before the defaults of the first row are computed, so before nextval.
create trigger announce before insert on headwater.events for each statement execute function headwater.announce_events();

-- The highest number below which nothing can appear any more. The order matters: first the numbers given out, then who is still
-- writing; the caller reads the events in a *later* statement, whose snapshot sees everybody who had finished by then.
create function headwater.settled_seq() returns bigint language plpgsql volatile as $$
declare
  given bigint;
  announced bigint;
begin
  select case when is_called then last_value else 0 end into given from headwater.events_seq_seq;
  select min(((classid::bigint & 65535) << 32) | objid::bigint) into announced
  from pg_locks
  where locktype = 'advisory' and objsubid = 1 and classid::bigint >> 16 = 18519
    and database = (select oid from pg_database where datname = current_database());
  return least(given, announced);
end
$$;

create table headwater.materializations (
  seq bigint primary key,
  at timestamptz not null,
  asset text not null,
  partition text,
  outcome text not null check (outcome in ('SUCCEEDED', 'REUSED')),
  reason text not null,
  run_id text not null,
  step_id text not null,
  duration_ms double precision not null,
  address text,
  format text check (format in ('value', 'table')),
  bytes bigint,
  rows bigint,
  metadata json not null,
  trace json not null,
  trace_key text not null
);
-- History of an asset, newest first, by keyset.
create index materializations_history on headwater.materializations (asset, seq desc);
-- Reuse: the newest earlier computation from the same code, inputs and config.
create index materializations_reuse on headwater.materializations (asset, trace_key, seq desc);

create table headwater.observations (
  seq bigint primary key,
  at timestamptz not null,
  asset text not null,
  partition text,
  -- When a look last found the same again: the only thing that changes here.
  checked_at timestamptz not null,
  data_version text,
  error json,
  metadata json not null,
  check ((data_version is null) <> (error is null))
);
-- History of a source, newest first, by keyset.
create index observations_history on headwater.observations (asset, seq desc);

create table headwater.runs (
  id text primary key,
  status text not null check (status in ('QUEUED', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  mode text not null check (mode in ('STALE', 'ALL')),
  selection text not null,
  config json not null,
  upstream boolean not null,
  observe boolean not null,
  skip_blocked boolean not null,
  confirmed_plan text,
  launched_by text not null,
  note text,
  retry_of text,
  definitions_version text,
  ended_because json,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz
);
-- Lists, newest first, by keyset. The clock of the database orders runs of several machines, the id settles a tie.
create index runs_newest on headwater.runs (created_at, id);
-- The daemon asks for what has not ended again and again; nearly all runs have.
create index runs_open on headwater.runs (created_at, id) where ended_at is null;

create table headwater.steps (
  run_id text not null references headwater.runs (id),
  ordinal integer not null,
  asset text not null,
  partition text,
  action text not null check (action in ('RUN', 'CONDITIONAL', 'HELD', 'BLOCKED')),
  wave integer not null,
  outcome text not null default 'WAITING'
    check (outcome in ('WAITING', 'RUNNING', 'SUCCEEDED', 'UNCHANGED', 'REUSED', 'FAILED', 'SKIPPED', 'BLOCKED', 'CANCELLED')),
  reason text not null,
  needs integer[] not null,
  -- Handed out and not ended.
  ready boolean not null default false check (not ready or outcome in ('WAITING', 'RUNNING')),
  waiting_for text,
  -- The attempt that is handed out or was the last; 0 before the first.
  attempts integer not null default 0,
  -- Attempts that ended because their worker vanished: counted apart from failures of the asset.
  losses integer not null default 0,
  worker text,
  token uuid,
  lease_expires_at timestamptz,
  sent_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  progress double precision,
  error json,
  materialization bigint,
  primary key (run_id, ordinal)
);
-- One cell is computed by at most one step at a time, whatever two runs believe. Also the way to all steps that are handed out.
create unique index steps_computing on headwater.steps (asset, partition) nulls not distinct where ready;
-- The reaper looks for leases that ran out; only running steps have one.
create index steps_leased on headwater.steps (lease_expires_at) where lease_expires_at is not null;
-- Runs of an asset.
create index steps_of_asset on headwater.steps (asset, run_id);

-- All that deciding needs of one cell: a projection, one row a cell.
create table headwater.cells (
  asset text not null,
  partition text,
  materialization bigint,
  observation bigint,
  failed_observation bigint,
  -- Start of the newest look that was recorded: the late result of an earlier one is dropped.
  looked_at timestamptz,
  last_attempt_run text,
  last_attempt_ordinal integer,
  foreign key (last_attempt_run, last_attempt_ordinal) references headwater.steps (run_id, ordinal)
);
-- An unpartitioned asset has one cell, so null equals null (a primary key cannot say that).
create unique index cells_key on headwater.cells (asset, partition) nulls not distinct;

create table headwater.observation_requests (
  id text primary key,
  assets text[] not null,
  run_id text references headwater.runs (id),
  requested_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  answered_at timestamptz,
  results json
);
-- The outbox: few are open at any time.
create index observation_requests_open on headwater.observation_requests (requested_at) where answered_at is null;
-- Planning waits for the request of its run.
create index observation_requests_of_run on headwater.observation_requests (run_id);

create table headwater.workers (
  id text primary key,
  tags text[] not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat_at timestamptz not null default clock_timestamp(),
  running integer not null,
  slots integer not null,
  definitions_version text not null,
  code_location text not null,
  version text not null,
  host text not null,
  pid integer not null
);
