-- What people and outside systems say of cells: accepted, wiped, reported; and how old a value that was taken over is.

-- Null: when it was published. Set where an earlier value was taken over, which keeps its age.
alter table headwater.materializations add column computed_at timestamptz;

-- What somebody outside says about a computed cell. Wide part of the event of the same seq.
create table headwater.reports (
  seq bigint primary key,
  at timestamptz not null,
  asset text not null,
  partition text,
  data_version text not null,
  metadata json not null,
  -- The same report sent twice is one.
  idempotency_key text unique
);

alter table headwater.cells
  -- Since the latest materialization, which is kept for comparison alone.
  add column wiped boolean not null default false,
  -- The latest outside report since the latest materialization.
  add column report bigint,
  -- Stands for the trace of the latest materialization since somebody accepted it.
  add column accepted_trace json;
