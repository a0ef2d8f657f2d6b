-- One device record from many observations: what each capture tells of addresses, who says what in which packet, and what
-- people decided about which of them are one.

alter table network.device
  -- The id of the device behind which it answers.
  add column behind text,
  -- Addresses that it claims itself; of the others its card was seen to send from them.
  add column claimed text[],
  -- Protocols that it answered or sent in.
  add column protocols text[],
  -- Why it is part of a safety system: [{ en, ja }].
  add column safety jsonb,
  -- Why what was heard under several addresses is one device: [{ en, ja }].
  add column joined jsonb;

alter table network.identity
  -- The address that the fact is about, where that is not the device's id.
  add column address text;
create index on network.identity (plant, device);

-- The record of each device: chosen values with their confidence, proofs, contradictions and history.
alter table network.observed
  add column name text,
  -- The first of its roles, and the maker under one spelling: what devices are filtered and sorted by.
  add column role text,
  add column maker text,
  add column fields jsonb not null default '[]',
  add column confidence real,
  add column contradicted text[] not null default '{}',
  add column level_confidence real,
  add column level_because jsonb not null default '[]',
  add column level_against jsonb not null default '[]',
  add column vlans integer[] not null default '{}',
  add column protocols text[] not null default '{}',
  add column safety jsonb not null default '[]',
  add column behind text,
  add column units integer not null default 0,
  -- [{ address, first, last, because }]
  add column addresses jsonb not null default '[]',
  -- [{ because, strength, addresses }]
  add column joined jsonb not null default '[]',
  -- [{ id, because, refused }]: others that something speaks for, and what spoke against.
  add column maybe_same jsonb not null default '[]',
  -- Ids of the decisions that hold it together or apart.
  add column decisions text[] not null default '{}',
  add column search text not null default '';

-- Addresses under which a device is met in conversations, other than its id. `*` holds for every capture that has no row of
-- its own for the address.
create table network.observed_address (
  plant      text not null,
  address    text not null,
  capture_id text not null,
  id         text not null,
  primary key (plant, address, capture_id)
);
create index on network.observed_address (plant, id);

-- A person's word that devices are one, or that one is two. Never changed: it is taken back by a row of its own.
create table network.device_decision (
  plant       text not null,
  id          text not null,
  seq         bigint generated always as identity,
  kind        text not null check (kind in ('merge', 'split')),
  -- Merge: the addresses of each device. Split: the addresses that were parted, and the rest.
  groups      jsonb not null,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, id)
);
create unique index on network.device_decision (id);
create table network.device_decision_undo (
  plant       text not null,
  decision_id text not null,
  seq         bigint generated always as identity,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, decision_id)
);

create index on network.conversation (plant, client);
create index on network.conversation (plant, server);

-- Pictures are built anew with what they now hold.
delete from network.picture_state;
