-- What changed at a plant. Sightings are taken once out of each capture, log and slice of a sensor; changes are derived from
-- them and may be derived again at any time. Decisions are kept as they were said.

create table network.change_sighting (
  plant      text not null,
  kind       text not null check (kind in ('device', 'conversation', 'operation', 'firmware', 'deed')),
  -- What was seen: the same wherever and whenever it is seen.
  subject    text not null,
  capture_id text not null,
  -- Of a function that programs: its first packet, since a sensor tells of each slice by itself; else 0.
  n          bigint not null,
  -- Of firmware its version, of a function its protocol and name; else ''.
  part       text not null,
  source     text not null,
  device     text not null,
  server     text,
  protocol   text,
  port       integer,
  value      text,
  macs       text[] not null default '{}',
  -- By the capture's own clock, without its correction.
  first_at   timestamptz,
  last_at    timestamptz,
  is_exact   boolean not null,
  packet     bigint,
  days       date[] not null,
  count      bigint not null,
  primary key (plant, kind, subject, capture_id, n, part)
);
create index on network.change_sighting (plant, capture_id);
create index on network.change_sighting (plant, device, server) where kind = 'conversation';
create index on network.change_sighting (plant, subject, first_at) where kind = 'deed';

-- Which captures were taken, and by which networks of offices: those are one end each, since their machines come and go.
create table network.change_source (
  plant      text not null,
  capture_id text not null,
  offices    text not null,
  primary key (plant, capture_id)
);

create table network.change (
  plant        text not null,
  id           text not null,
  -- By which the id is made, whoever derives it.
  key          text not null,
  kind         text not null,
  subject      text not null,
  since        timestamptz,
  at           timestamptz,
  until        timestamptz,
  is_exact     boolean not null,
  device       text not null,
  peer         text,
  protocol     text,
  port         integer,
  before       text,
  after        text,
  deeds        text[] not null,
  functions    jsonb not null,
  folded       integer not null,
  source       text not null,
  capture_id   text not null,
  packet       bigint,
  -- A sensor was listening: the time from wire to notice is an alert's.
  is_live      boolean not null,
  is_learned   boolean not null,
  -- By the clock of the server that noticed it first.
  noticed_at   timestamptz not null,
  -- Later evidence has shown that it was none.
  withdrawn_at timestamptz,
  primary key (plant, id)
);
create unique index on network.change (id);
create index on network.change (plant, subject);

create table network.change_state (
  plant text primary key,
  key   text not null
);

-- A person's word on a change, as it was when it was said. Never changed: it is taken back by a row of its own.
create table network.change_decision (
  plant       text not null,
  id          text not null,
  seq         bigint generated always as identity,
  change_id   text not null,
  kind        text not null check (kind in ('accept', 'explain', 'raise')),
  subject     text not null,
  since       timestamptz,
  until       timestamptz,
  deeds       text[] not null,
  after       text,
  -- The last day on which an acceptance holds.
  through     date,
  reason      text not null,
  -- The approval that explains it, the finding that was raised.
  record_id   text,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, id)
);
create unique index on network.change_decision (id);

-- A person's word on how long a source learns; the last that was not taken back holds.
create table network.learning_decision (
  plant       text not null,
  id          text not null,
  seq         bigint generated always as identity,
  source      text,
  until_day   date,
  days        integer check (days between 0 and 400),
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, id),
  check ((until_day is null) <> (days is null))
);
create unique index on network.learning_decision (id);

create table network.change_undo (
  plant       text not null,
  decision_id text not null,
  seq         bigint generated always as identity,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, decision_id)
);
