-- The registry of assets, in versions. A row is visible while its batch is committed and not undone: a commit is one
-- update of one row, however many assets it brings, and it counts as recorded when it was committed.

create table assets.batch (
  -- The import, or `hand:…` for what a person entered.
  id           text primary key,
  file_name    text,
  file_sha256  text,
  staged_at    timestamptz not null,
  recorded_by  text,
  committed_at timestamptz,
  undone_at    timestamptz,
  check (undone_at is null or committed_at is not null)
);

-- What a batch brought to each plant; `unchanged` rows leave no version.
create table assets.batch_plant (
  plant        text not null,
  batch        text not null references assets.batch (id),
  effective_on date not null,
  added        integer not null,
  changed      integer not null,
  reviewed     integer not null,
  unchanged    integer not null,
  primary key (plant, batch)
);
create index on assets.batch_plant (batch);

create table assets.version (
  plant           text not null,
  tag             text not null,
  effective_on    date not null,
  seq             bigint generated always as identity,
  batch           text not null,
  sheet           text,
  row             integer,
  -- Whether the asset was known before: a recorded change rather than a first entry.
  replaces        boolean not null,
  name            text,
  category        text,
  vendor          text,
  model           text,
  order_number    text,
  firmware        text,
  serial          text,
  hostname        text,
  ips             text[] not null,
  macs            text[] not null,
  zone            text,
  level           text check (level in ('0', '1', '2', '3', '3.5', '4', '5')),
  criticality     text check (criticality in ('high', 'medium', 'low')),
  lifecycle       text check (lifecycle in ('procurement', 'deployment', 'operation', 'renewal', 'disposed')),
  procured_on     date,
  deployed_on     date,
  operated_on     date,
  renewal_on      date,
  disposed_on     date,
  owner           text,
  location        text,
  sis             boolean,
  constraints     text[] not null,
  protection      text,
  remarks         text,
  -- Columns of the file that no field understands, by their title.
  other           jsonb not null,
  -- What the indicators ask of the row, as bits: see flags.ts.
  flags           integer not null,
  primary key (plant, tag, effective_on, seq)
);
create index on assets.version (batch);

-- When an asset was looked at and found right, by its own row. Apart from the versions: most quarters change nothing else.
create table assets.review (
  plant       text not null,
  tag         text not null,
  reviewed_on date not null,
  seq         bigint generated always as identity,
  batch       text not null,
  sheet       text,
  row         integer,
  primary key (plant, tag, reviewed_on, seq)
);
create index on assets.review (batch);
