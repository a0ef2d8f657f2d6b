-- Advisories (CSAF) and the catalogue of known exploited vulnerabilities (KEV), in the batches that brought them. They
-- speak of products, not of plants: one row serves every plant, and none leads its key. A batch is visible while it is
-- committed and not undone; a newer revision takes the place of an older one by being visible, never by overwriting.

create table assets.advisory_batch (
  id           text primary key,
  kind         text not null check (kind in ('csaf', 'kev')),
  file_name    text,
  file_sha256  text,
  -- The day from which what it brings counts.
  effective_on date not null,
  -- The catalogue's own version, for kind kev.
  version      text,
  staged_at    timestamptz not null,
  recorded_by  text,
  committed_at timestamptz,
  undone_at    timestamptz,
  check (undone_at is null or committed_at is not null)
);

create table assets.advisory (
  -- Tracking id and publisher's namespace.
  key             text not null,
  seq             bigint generated always as identity,
  batch           text not null references assets.advisory_batch (id),
  -- The file within an archive; null where the advisory is the file.
  part            text,
  row             integer not null,
  tracking_id     text not null,
  title           text not null,
  publisher       text not null,
  version         text not null,
  released_at     timestamptz,
  severity        text not null,
  score           double precision,
  cves            text[] not null,
  vendors         text[] not null,
  products        integer not null,
  sha256          text not null,
  hash_state      text not null check (hash_state in ('verified', 'none')),
  signature_state text not null check (signature_state in ('present', 'none')),
  faults          integer not null,
  -- The advisory as core/vulnerability reads it.
  document        jsonb not null,
  primary key (key, seq)
);
create index on assets.advisory (batch);
create index on assets.advisory (seq);

create table assets.kev_entry (
  cve        text not null,
  batch      text not null references assets.advisory_batch (id),
  vendor     text not null,
  product    text not null,
  name       text not null,
  added_on   date not null,
  due_on     date,
  action     text not null,
  ransomware text,
  row        integer not null,
  primary key (cve, batch)
);
create index on assets.kev_entry (batch);

-- What a person decided on an advisory for an asset. A row each, never overwritten: the newest in force counts, undoing is
-- a row of its own.
create table assets.vulnerability_decision (
  plant         text not null,
  id            text not null,
  seq           bigint generated always as identity,
  tag           text not null,
  advisory      text not null,
  kind          text not null check (kind in ('patch', 'compensate', 'accept', 'notApplicable')),
  decided_on    date not null,
  -- Last day on which it holds: of an acceptance; of a patch, the last day of its shutdown window.
  until_on      date,
  shutdown_id   text,
  shutdown_from date,
  control       text,
  reason        text not null,
  recorded_at   timestamptz not null,
  recorded_by   text,
  primary key (plant, id),
  check (kind not in ('accept', 'patch') or until_on is not null),
  check (kind <> 'compensate' or control is not null)
);
create index on assets.vulnerability_decision (plant, tag);

create table assets.vulnerability_decision_undo (
  plant       text not null,
  decision_id text not null,
  seq         bigint generated always as identity,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, decision_id)
);
