-- What steps log: packed by the chunk, because lines are many, alike, and read by the page.

-- How many lines each run has so far. Gives out their numbers: whoever appends holds the row until the commit, so numbers become visible in their order.
create table headwater.log_counts (
  run_id text primary key,
  lines bigint not null
);

-- No foreign key: its check would wait for whoever holds the run.
create table headwater.log_chunks (
  run_id text not null,
  -- Number of the last line. The lines of a chunk are consecutive, and of one attempt of a step.
  last_line bigint not null,
  ordinal integer not null,
  attempt integer not null,
  asset text not null,
  -- How many lines are TRACE or above, DEBUG or above, INFO, WARN, ERROR. So the first is how many there are.
  at_least integer[] not null,
  -- JSON, compressed by zstd.
  lines bytea not null,
  primary key (run_id, last_line)
);
create index log_chunks_of_step on headwater.log_chunks (run_id, ordinal, last_line);
-- Compressed already.
alter table headwater.log_chunks alter column lines set storage external;
