-- Imports: what came, what was understood of it, what became of it.
create table evidence.import (
  id           text primary key,
  -- Null where no importer knew the file.
  kind         text,
  candidates   jsonb not null default '[]',
  plant        text,
  file_name    text not null,
  file_sha256  text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  file_bytes   bigint not null,
  state        text not null check (state in
                 ('waiting', 'staging', 'staged', 'committed', 'undone', 'cancelled', 'failed', 'interrupted')),
  effective_on date not null,
  mapping      jsonb not null default '{}',
  columns      jsonb not null default '[]',
  counts       jsonb,
  problems     jsonb not null default '{"refused": 0, "ignored": 0, "note": 0}',
  done         bigint not null default 0,
  total        bigint not null default 0,
  failure      jsonb,
  same_as      text references evidence.import (id),
  -- Which process works on it, and when it last said so: a dead one's work is discarded.
  worker       text,
  heartbeat_at timestamptz,
  recorded_at  timestamptz not null,
  recorded_by  text,
  staged_at    timestamptz,
  committed_at timestamptz,
  committed_by text,
  undone_at    timestamptz,
  undone_by    text
);
create index on evidence.import (recorded_at desc, id);
create index on evidence.import (file_sha256);
-- One import writes at a time, also across processes.
create unique index import_one_at_a_time on evidence.import ((true)) where state = 'staging';

-- The first of each severity; `import.problems` counts all of them.
create table evidence.import_problem (
  import_id text not null references evidence.import (id),
  n         integer not null,
  severity  text not null check (severity in ('refused', 'ignored', 'note')),
  sheet     text,
  row       integer,
  col       text,
  reason    jsonb not null,
  primary key (import_id, n)
);

-- What a person confirmed of the columns of a source: kind, plant and the fingerprint of its header. The newest counts.
create table evidence.mapping (
  kind        text not null,
  plant       text not null,
  fingerprint text not null,
  seq         bigint generated always as identity,
  mapping     jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (kind, plant, fingerprint, seq)
);

create table evidence.document (
  sha256      text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  name        text not null,
  bytes       bigint not null,
  media_type  text not null,
  recorded_at timestamptz not null,
  recorded_by text
);
