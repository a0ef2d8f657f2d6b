-- What captures show. Everything of a capture is staged under its import and visible while the capture is committed and
-- not undone. The plant leads every key, so that the tables can be distributed by it.

create table network.capture (
  plant         text not null,
  id            text not null,
  import_id     text not null,
  file_name     text not null,
  file_sha256   text not null,
  -- Where it was taken: the boundary switch, a cell's mirror port.
  source        text not null,
  packets       bigint not null,
  bytes         bigint not null,
  first_seen    timestamptz,
  last_seen     timestamptz,
  link_types    text[] not null,
  -- On which somebody sent something, by its own clock.
  days          date[] not null,
  accounting    jsonb not null,
  faults        jsonb not null,
  -- Why its clock is no evidence of a date, where it is none.
  clock_fault   text check (clock_fault in ('future', 'before2000')),
  staged_at     timestamptz not null,
  recorded_by   text,
  committed_at  timestamptz,
  undone_at     timestamptz,
  primary key (plant, id),
  check (undone_at is null or committed_at is not null)
);
create unique index on network.capture (id);
create index on network.capture (import_id);

-- A person's correction of a capture's clock: seconds to add. The newest counts.
create table network.clock_correction (
  plant       text not null,
  capture_id  text not null,
  seq         bigint generated always as identity,
  add_seconds bigint not null,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, capture_id, seq)
);

create table network.device (
  plant        text not null,
  capture_id   text not null,
  id           text not null,
  ips          text[] not null,
  macs         text[] not null,
  names        text[] not null,
  vlans        integer[] not null,
  vendor       text,
  model        text,
  order_number text,
  firmware     text,
  serial       text,
  roles        jsonb not null,
  -- What the traffic suggests, with its confidence 0…1; a person's word is in the registry.
  level        jsonb,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  packets_seen bigint[] not null,
  days         date[] not null,
  primary key (plant, capture_id, id)
);

create table network.conversation (
  plant             text not null,
  capture_id        text not null,
  n                 integer not null,
  client            text not null,
  server            text not null,
  transport         text not null,
  server_port       integer,
  protocol          text,
  packets_to_server bigint not null,
  packets_to_client bigint not null,
  bytes_to_server   bigint not null,
  bytes_to_client   bigint not null,
  answered          boolean not null,
  operations        jsonb not null,
  functions         jsonb not null,
  exceptions        bigint not null,
  first_seen        timestamptz not null,
  last_seen         timestamptz not null,
  packets_seen      bigint[] not null,
  days              date[] not null,
  primary key (plant, capture_id, n)
);

create table network.identity (
  plant      text not null,
  capture_id text not null,
  n          integer not null,
  device     text not null,
  protocol   text not null,
  field      text not null,
  value      text not null,
  packet     bigint not null,
  primary key (plant, capture_id, n)
);
