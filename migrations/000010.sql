-- What code versions are made of, so that a change of code can be named and shown. Rows are written once and never change.

-- The declarations, packages and other inputs behind a code version: JSON, compressed by zstd.
create table headwater.code_manifests (
  code_version text primary key,
  manifest bytea not null
);

-- Declarations as they were written, by the hash of what they mean; compressed by zstd.
create table headwater.code_texts (
  hash text primary key,
  text bytea not null
);

-- Compressed already.
alter table headwater.code_manifests alter column manifest set storage external;
alter table headwater.code_texts alter column text set storage external;
