-- Generated from migrations/ by `npm run gen`. What the database looks like after all of them.

create table headwater.broken_definitions (
  one boolean not null default true,
  problems json not null,
  reported_at timestamp with time zone not null default clock_timestamp(),
  constraint broken_definitions_pkey PRIMARY KEY (one),
  constraint broken_definitions_one_check CHECK (one)
);

create table headwater.cells (
  asset text not null,
  partition text,
  materialization bigint,
  observation bigint,
  failed_observation bigint,
  looked_at timestamp with time zone,
  last_attempt_run text,
  last_attempt_ordinal integer,
  wiped boolean not null default false,
  report bigint,
  accepted_trace json,
  constraint cells_last_attempt_run_last_attempt_ordinal_fkey FOREIGN KEY (last_attempt_run, last_attempt_ordinal) REFERENCES headwater.steps(run_id, ordinal)
);
CREATE UNIQUE INDEX cells_key ON headwater.cells USING btree (asset, partition) NULLS NOT DISTINCT;

create table headwater.code_locations (
  name text not null,
  version text not null,
  definitions json not null,
  root text not null,
  activated_at timestamp with time zone not null default clock_timestamp(),
  constraint code_locations_pkey PRIMARY KEY (name)
);

create table headwater.code_manifests (
  code_version text not null,
  manifest bytea not null,
  constraint code_manifests_pkey PRIMARY KEY (code_version)
);

create table headwater.code_texts (
  hash text not null,
  text bytea not null,
  constraint code_texts_pkey PRIMARY KEY (hash)
);

create table headwater.events (
  seq bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  kind text not null,
  asset text,
  partition text,
  run_id text,
  step_id text,
  data jsonb not null,
  constraint events_pkey PRIMARY KEY (seq)
);
CREATE INDEX events_by_hand ON headwater.events USING btree (asset, seq) WHERE (kind = ANY (ARRAY['accepted'::text, 'wiped'::text, 'reported'::text, 'renamed'::text]));
CREATE INDEX events_of_run ON headwater.events USING btree (run_id, seq) WHERE (run_id IS NOT NULL);

create table headwater.log_chunks (
  run_id text not null,
  last_line bigint not null,
  ordinal integer not null,
  attempt integer not null,
  asset text not null,
  at_least integer[] not null,
  lines bytea not null,
  constraint log_chunks_pkey PRIMARY KEY (run_id, last_line)
);
CREATE INDEX log_chunks_of_step ON headwater.log_chunks USING btree (run_id, ordinal, last_line);

create table headwater.log_counts (
  run_id text not null,
  lines bigint not null,
  constraint log_counts_pkey PRIMARY KEY (run_id)
);

create table headwater.materializations (
  seq bigint not null,
  at timestamp with time zone not null,
  asset text not null,
  partition text,
  outcome text not null,
  reason text not null,
  run_id text not null,
  step_id text not null,
  duration_ms double precision not null,
  address text,
  format text,
  bytes bigint,
  rows bigint,
  metadata json not null,
  trace json not null,
  trace_key text not null,
  computed_at timestamp with time zone,
  checks json,
  computed_by text,
  provenance json,
  constraint materializations_pkey PRIMARY KEY (seq),
  constraint materializations_format_check CHECK (format = ANY (ARRAY['value'::text, 'table'::text, 'files'::text])),
  constraint materializations_outcome_check CHECK (outcome = ANY (ARRAY['SUCCEEDED'::text, 'REUSED'::text]))
);
CREATE INDEX materializations_history ON headwater.materializations USING btree (asset, seq DESC);
CREATE INDEX materializations_reuse ON headwater.materializations USING btree (asset, trace_key, seq DESC);

create table headwater.observation_keys (
  idempotency_key text not null,
  observation bigint not null,
  constraint observation_keys_pkey PRIMARY KEY (idempotency_key)
);

create table headwater.observation_requests (
  id text not null,
  assets text[] not null,
  run_id text,
  requested_at timestamp with time zone not null default clock_timestamp(),
  sent_at timestamp with time zone,
  answered_at timestamp with time zone,
  results json,
  constraint observation_requests_pkey PRIMARY KEY (id),
  constraint observation_requests_run_id_fkey FOREIGN KEY (run_id) REFERENCES headwater.runs(id)
);
CREATE INDEX observation_requests_of_run ON headwater.observation_requests USING btree (run_id);
CREATE INDEX observation_requests_open ON headwater.observation_requests USING btree (requested_at) WHERE (answered_at IS NULL);

create table headwater.observations (
  seq bigint not null,
  at timestamp with time zone not null,
  asset text not null,
  partition text,
  checked_at timestamp with time zone not null,
  data_version text,
  error json,
  metadata json not null,
  constraint observations_pkey PRIMARY KEY (seq),
  constraint observations_check CHECK ((data_version IS NULL) <> (error IS NULL))
);
CREATE INDEX observations_history ON headwater.observations USING btree (asset, seq DESC);

create table headwater.reports (
  seq bigint not null,
  at timestamp with time zone not null,
  asset text not null,
  partition text,
  data_version text not null,
  metadata json not null,
  idempotency_key text,
  constraint reports_pkey PRIMARY KEY (seq),
  constraint reports_idempotency_key_key UNIQUE (idempotency_key)
);

create table headwater.run_snapshots (
  run_id text not null,
  source text not null,
  snapshot text not null,
  observation json not null,
  constraint run_snapshots_pkey PRIMARY KEY (run_id, source),
  constraint run_snapshots_run_id_fkey FOREIGN KEY (run_id) REFERENCES headwater.runs(id),
  constraint run_snapshots_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES headwater.snapshots(id) ON DELETE CASCADE
);
CREATE INDEX run_snapshots_of_snapshot ON headwater.run_snapshots USING btree (snapshot);

create table headwater.runs (
  id text not null,
  status text not null,
  mode text not null,
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
  created_at timestamp with time zone not null default clock_timestamp(),
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint runs_pkey PRIMARY KEY (id),
  constraint runs_mode_check CHECK (mode = ANY (ARRAY['STALE'::text, 'ALL'::text])),
  constraint runs_status_check CHECK (status = ANY (ARRAY['QUEUED'::text, 'RUNNING'::text, 'CANCELLING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text]))
);
CREATE INDEX runs_newest ON headwater.runs USING btree (created_at, id);
CREATE INDEX runs_open ON headwater.runs USING btree (created_at, id) WHERE (ended_at IS NULL);

create table headwater.snapshots (
  id text not null,
  asset text not null,
  partition text,
  code_version text not null,
  data_version text not null,
  taken_at timestamp with time zone not null,
  address text not null,
  format text not null,
  bytes bigint not null,
  rows bigint,
  constraint snapshots_pkey PRIMARY KEY (id),
  constraint snapshots_format_check CHECK (format = ANY (ARRAY['value'::text, 'table'::text]))
);
CREATE INDEX snapshots_newest ON headwater.snapshots USING btree (asset, taken_at);

create table headwater.steps (
  run_id text not null,
  ordinal integer not null,
  asset text not null,
  partition text,
  action text not null,
  wave integer not null,
  outcome text not null default 'WAITING'::text,
  reason text not null,
  needs integer[] not null,
  ready boolean not null default false,
  waiting_for text,
  attempts integer not null default 0,
  losses integer not null default 0,
  worker text,
  token uuid,
  lease_expires_at timestamp with time zone,
  sent_at timestamp with time zone,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  progress double precision,
  error json,
  materialization bigint,
  not_before timestamp with time zone,
  failed_checks text[] not null default '{}'::text[],
  computed_with integer,
  constraint steps_pkey PRIMARY KEY (run_id, ordinal),
  constraint steps_action_check CHECK (action = ANY (ARRAY['RUN'::text, 'CONDITIONAL'::text, 'HELD'::text, 'BLOCKED'::text])),
  constraint steps_check CHECK (NOT ready OR (outcome = ANY (ARRAY['WAITING'::text, 'RUNNING'::text]))),
  constraint steps_outcome_check CHECK (outcome = ANY (ARRAY['WAITING'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'UNCHANGED'::text, 'REUSED'::text, 'FAILED'::text, 'SKIPPED'::text, 'BLOCKED'::text, 'CANCELLED'::text])),
  constraint steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES headwater.runs(id)
);
CREATE INDEX steps_computed_with ON headwater.steps USING btree (run_id, computed_with) WHERE (computed_with IS NOT NULL);
CREATE UNIQUE INDEX steps_computing ON headwater.steps USING btree (asset, partition) NULLS NOT DISTINCT WHERE ready;
CREATE INDEX steps_leased ON headwater.steps USING btree (lease_expires_at) WHERE (lease_expires_at IS NOT NULL);
CREATE INDEX steps_of_asset ON headwater.steps USING btree (asset, run_id);

create table headwater.value_store (
  one boolean not null default true,
  id text not null,
  place text not null,
  constraint value_store_pkey PRIMARY KEY (one),
  constraint value_store_one_check CHECK (one)
);

create table headwater.workers (
  id text not null,
  tags text[] not null,
  started_at timestamp with time zone not null default clock_timestamp(),
  heartbeat_at timestamp with time zone not null default clock_timestamp(),
  running integer not null,
  slots integer not null,
  definitions_version text not null,
  code_location text not null,
  version text not null,
  host text not null,
  pid integer not null,
  constraint workers_pkey PRIMARY KEY (id)
);

CREATE OR REPLACE FUNCTION headwater.announce_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if coalesce(current_setting('headwater.announced', true), '') = '' then
    perform pg_advisory_xact_lock_shared((18519::bigint << 48) | case when is_called then last_value else 0 end) from headwater.events_seq_seq;
    -- Local to the transaction (and to a savepoint, exactly as the lock is).
    perform set_config('headwater.announced', 'yes', true);
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION headwater.settled_seq()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE TRIGGER announce BEFORE INSERT ON headwater.events FOR EACH STATEMENT EXECUTE FUNCTION headwater.announce_events();
