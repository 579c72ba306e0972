-- The value store that this database belongs with: the first that was used with it.
create table headwater.value_store (
  -- There is one.
  one boolean primary key default true check (one),
  id text not null,
  -- Where it was then, for people.
  place text not null
);
