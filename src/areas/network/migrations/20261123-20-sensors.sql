-- Sensors: they listen on the wire of a plant and send what they saw, slice by slice. What one saw on a day is one row of
-- `capture`, which grows while the day lasts.

create table network.sensor (
  id           text primary key,
  plant        text not null,
  name         text not null,
  -- SHA-256 of its key: the key itself is shown once, and kept nowhere.
  key_hash     text not null,
  added_at     timestamptz not null,
  added_by     text,
  revoked_at   timestamptz,
  revoked_by   text,
  -- As it last told of itself.
  last_contact timestamptz,
  last_slice   timestamptz,
  last_packet  timestamptz,
  slices       bigint not null default 0,
  -- Numbers that never came: what was dropped from a full spool.
  missing      bigint not null default 0,
  health       jsonb
);
create unique index on network.sensor (plant, name) where revoked_at is null;

-- A sensor counts its slices from 1 in each series; it begins a new series when its folder was lost.
create table network.sensor_series (
  sensor_id text not null,
  series    text not null,
  last_seq  bigint not null,
  primary key (sensor_id, series)
);

-- Which slice a packet number of a day belongs to; kept for some weeks, as long as a sensor may keep its witnesses.
create table network.sensor_slice (
  sensor_id    text not null,
  capture_id   text not null,
  -- Packets of the day before this slice.
  first_packet bigint not null,
  packets      bigint not null,
  series       text not null,
  seq          bigint not null,
  taken_at     timestamptz not null,
  primary key (sensor_id, capture_id, first_packet)
);
create index on network.sensor_slice (sensor_id, taken_at);

-- Packets that somebody wanted to see: asked for, then told by the sensor while it keeps them.
create table network.sensor_proof (
  sensor_id  text not null,
  capture_id text not null,
  packet     bigint not null,
  series     text not null,
  seq        bigint not null,
  number     bigint not null,
  asked_at   timestamptz not null,
  told_at    timestamptz,
  -- Layers, fields and masked bytes; null where the sensor no longer had it.
  described  jsonb,
  primary key (capture_id, packet)
);
create index on network.sensor_proof (sensor_id) where told_at is null;

alter table network.capture
  add column sensor_id text,
  -- How often a slice changed what the plant's picture rests on; counts alone do not.
  add column revision integer not null default 0;
create index on network.capture (sensor_id) where sensor_id is not null;

-- The rows of a day are updated with each slice: room in the page lets PostgreSQL do it in place, without a vacuum.
alter table network.device set (fillfactor = 70);
alter table network.conversation set (fillfactor = 70);
create index conversation_of_sensor on network.conversation (plant, capture_id, client, server)
  where capture_id like 'sensor-%';
