-- Logs of jump hosts, VPNs and gateways: who came. Staged under their import, visible while committed and not undone.
create table network.access_log (
  plant        text not null,
  id           text not null,
  import_id    text not null,
  file_name    text not null,
  file_sha256  text not null,
  -- Files within it, where there are several: [{ name, from }]; `from` is the number of the line before its first.
  parts        jsonb not null,
  -- The zone in which times without one were read (IANA).
  time_zone    text not null,
  first_at     timestamptz,
  last_at      timestamptz,
  -- Lines by what became of them: read, ignored, faulty.
  accounting   jsonb not null,
  -- What its own lines say against its clock.
  doubts       jsonb not null,
  staged_at    timestamptz not null,
  recorded_by  text,
  committed_at timestamptz,
  undone_at    timestamptz,
  primary key (plant, id),
  check (undone_at is null or committed_at is not null)
);
create unique index on network.access_log (id);
create index on network.access_log (import_id);

create table network.access_session (
  plant       text not null,
  log_id      text not null,
  n           integer not null,
  line        integer not null,
  end_line    integer,
  service     text not null,
  -- As the log writes it.
  account     text,
  -- The key of the person, where the log names somebody whom the company knows; else the name as the log writes it.
  person      text,
  person_name text,
  source      text,
  assigned    text,
  target      text,
  host        text,
  from_at     timestamptz not null,
  to_at       timestamptz,
  -- The log begins amid it.
  is_cut_off  boolean not null,
  -- Somebody was turned away: no session.
  is_refused  boolean not null,
  reason      text,
  primary key (plant, log_id, n)
);
create index on network.access_session (plant, from_at);

-- A person's word on a log: seconds to add to its clock, and the address of the host that wrote it. The newest counts.
create table network.access_correction (
  plant        text not null,
  log_id       text not null,
  seq          bigint generated always as identity,
  add_seconds  bigint not null,
  host_address text,
  reason       text not null,
  recorded_at  timestamptz not null,
  recorded_by  text,
  primary key (plant, log_id, seq)
);

-- A person's word that an account is used by several, or whose it is. Never changed: taken back by a row of its own.
create table network.account_decision (
  plant       text not null,
  id          text not null,
  seq         bigint generated always as identity,
  account     text not null,
  kind        text not null check (kind in ('shared', 'personal')),
  -- The key of the person whose it is.
  person      text,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, id)
);
create unique index on network.account_decision (id);
create table network.account_decision_undo (
  plant       text not null,
  decision_id text not null,
  seq         bigint generated always as identity,
  reason      text not null,
  recorded_at timestamptz not null,
  recorded_by text,
  primary key (plant, decision_id)
);
