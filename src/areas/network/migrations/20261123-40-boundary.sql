-- Rules of packet filters, as imported: the text as it was, so that every finding leads to its line. The newest by its day
-- counts for each filter (its own name, else its file's); earlier ones stay.
create table network.ruleset (
  plant        text not null,
  id           text not null,
  import_id    text not null,
  -- The filter: what its configuration calls it, else the file's name.
  name         text not null,
  language     text not null,
  file_name    text not null,
  file_sha256  text not null,
  body         text not null,
  -- The day on which the rules were like this.
  taken_on     date not null,
  -- Lines by what became of them.
  counts       jsonb not null,
  faults       jsonb not null,
  staged_at    timestamptz not null,
  recorded_by  text,
  committed_at timestamptz,
  undone_at    timestamptz,
  primary key (plant, id),
  check (undone_at is null or committed_at is not null)
);
create unique index on network.ruleset (id);
create index on network.ruleset (import_id);

-- A person's word on what lies behind the interfaces of a filter: { interface: [zone, …] }. The newest counts.
create table network.ruleset_place (
  plant       text not null,
  name        text not null,
  seq         bigint generated always as identity,
  interfaces  jsonb not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, name, seq)
);

-- How each conversation stands to the zones and conduits; derived per capture, and judged again when `key` is no longer
-- that of the capture and the policy. Rows of a new generation are written in bites, and become those that count at once.
create table network.verdict (
  plant       text not null,
  capture_id  text not null,
  generation  bigint not null,
  n           integer not null,
  verdict     text not null,
  -- Zones of client and server by name; null where there is none.
  client_zone text,
  server_zone text,
  -- The conduits that allow it, or that it does not keep to, by record.
  conduits    text[] not null,
  -- Of the operations, those that no conduit allows.
  operations  text[] not null,
  -- Answered, or nobody knows: an attempt is false.
  answered    boolean,
  -- On which it was as `verdict` says; empty where no clock can be believed.
  days        date[] not null,
  primary key (plant, capture_id, generation, n)
);
create index on network.verdict (plant, verdict);
create index on network.verdict (plant, client_zone, server_zone);

create table network.verdict_state (
  plant      text not null,
  capture_id text not null,
  generation bigint not null,
  key        text not null,
  primary key (plant, capture_id)
);
create sequence network.verdict_generation;
