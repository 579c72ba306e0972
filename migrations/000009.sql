-- The events of one run are followed on their own; a report about a source is recorded once, however often it is sent.

create index events_of_run on headwater.events (run_id, seq) where run_id is not null;

create table headwater.observation_keys (
  idempotency_key text primary key,
  observation bigint not null
);
