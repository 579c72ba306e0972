-- A failed attempt that is made again waits for its time, whatever becomes of the worker that made the one before.

-- Handed out, but not to be claimed before. Null: at once.
alter table headwater.steps add column not_before timestamptz;
