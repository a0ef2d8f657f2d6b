-- Dated records of every kind. Nothing is overwritten: a correction is a new record that names the one it replaces, a
-- withdrawal stands beside. A record of an import is visible while that import is committed and not undone, and counts
-- as recorded when it was committed.
create table evidence.record (
  -- The plant where there is exactly one, '*' otherwise: the table can be distributed by it.
  plant          text not null,
  id             text not null,
  kind           text not null,
  enterprise     boolean not null,
  plants         text[] not null,
  effective_from date not null,
  effective_to   date,
  data           jsonb not null,
  source         text,
  import_id      text,
  sheet          text,
  row            integer,
  -- Of kind, scope, dates and data: finds the same row in the same file, brought again.
  fingerprint    text not null,
  replaces       text,
  recorded_at    timestamptz not null,
  recorded_by    text,
  primary key (plant, id),
  check (effective_to is null or effective_to >= effective_from)
);
create index on evidence.record (kind, effective_from);
create index on evidence.record (id);
create index on evidence.record (import_id) where import_id is not null;
create index on evidence.record (replaces) where replaces is not null;
create index on evidence.record (fingerprint);

create table evidence.withdrawal (
  record_id   text not null,
  seq         bigint generated always as identity,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (record_id, seq)
);

create table evidence.acceptance (
  record_id   text not null,
  person      text not null,
  department  text not null,
  accepted_on date not null,
  recorded_at timestamptz not null,
  -- Set where a sheet named the accepting person: it shares the fate of its import.
  import_id   text,
  primary key (record_id, person)
);

-- Counts up with everything that changes what a reader sees: what is kept in memory is read again when it moves.
create table evidence.revision (
  one boolean primary key default true check (one),
  n   bigint not null
);
insert into evidence.revision (n) values (0);
