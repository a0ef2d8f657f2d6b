-- Derived per plant from captures, registry and zones, and rebuilt when `key` is no longer theirs.

-- Each device over all captures of the plant, and what the registry says of it.
create table network.observed (
  plant        text not null,
  id           text not null,
  ips          text[] not null,
  macs         text[] not null,
  names        text[] not null,
  vendor       text,
  model        text,
  order_number text,
  firmware     text,
  serial       text,
  roles        jsonb not null,
  level        text,
  level_source text not null check (level_source in ('registry', 'zone', 'inferred', 'unknown')),
  status       text not null check (status in ('matched', 'unmanaged', 'conflict')),
  tag          text,
  reasons      jsonb not null,
  -- From when the registry knew it; null while it does not.
  managed_from date,
  -- Known from the first registry of the plant on.
  baseline     boolean not null,
  -- A device of the plant: neither an office's nor the internet's, and it sent something.
  counted      boolean not null,
  days         date[] not null,
  first_seen   date,
  last_seen    date,
  capture_id   text not null,
  packet       bigint,
  primary key (plant, id)
);
create index on network.observed (plant, tag) where tag is not null;

-- Days on which a source looked, one of its captures, and whether it saw answered traffic across the boundary between
-- level 3.5 and above and level 3.5 and below.
create table network.looked_day (
  plant      text not null,
  day        date not null,
  capture_id text not null,
  boundary   boolean not null,
  crossings  integer not null,
  -- The capture came more than thirty days after the day.
  late       boolean not null,
  primary key (plant, day)
);

-- Answered conversations between level 4/5 and level 3 or below that pass the DMZ by.
create table network.crossing (
  plant        text not null,
  capture_id   text not null,
  n            integer not null,
  client_level text not null,
  server_level text not null,
  days         date[] not null,
  primary key (plant, capture_id, n)
);

create table network.picture_state (
  plant    text primary key,
  key      text not null,
  built_at timestamptz not null
);
