-- Why the definitions that were to be activated last could not be: a single row, and none once others were activated.

create table headwater.broken_definitions (
  one boolean primary key default true check (one),
  problems json not null,
  reported_at timestamptz not null default clock_timestamp()
);
