-- Where each value was computed. Null: not recorded.
alter table headwater.materializations add column provenance json;

-- What happens to cells by hand and by new names leaves no number in the cell.
create index events_by_hand on headwater.events (asset, seq) where kind in ('accepted', 'wiped', 'reported', 'renamed');

-- Sources as they were, each version loaded once: what a source with `snapshot: true` is read from. Ids are hashes: versions are texts of any length.
create table headwater.snapshots (
  id text primary key,
  asset text not null,
  partition text,
  code_version text not null,
  data_version text not null,
  -- When a run last took it: the newest one of a source is kept.
  taken_at timestamptz not null,
  address text not null,
  format text not null check (format in ('value', 'table')),
  bytes bigint not null,
  rows bigint
);
create index snapshots_newest on headwater.snapshots (asset, taken_at);

-- Which of them a run reads. The first of its steps decides for all.
create table headwater.run_snapshots (
  run_id text not null references headwater.runs (id),
  source text not null,
  snapshot text not null references headwater.snapshots (id) on delete cascade,
  -- The look that found the version.
  observation json not null,
  primary key (run_id, source)
);
create index run_snapshots_of_snapshot on headwater.run_snapshots (snapshot);
