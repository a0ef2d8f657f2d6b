-- Derived, and rebuilt whenever `key` is no longer that of the registry and of what was seen: never a source of truth.

-- Days on which an asset was seen on the wire, as its observer tells.
create table assets.sighting (
  plant text not null,
  tag   text not null,
  day   date not null,
  ref   text not null,
  -- When the observation became known.
  known_at timestamptz not null,
  primary key (plant, tag, day)
);

-- How many assets of a plant were alike from one day to the next: all that the indicators need, in a few hundred rows.
create table assets.span (
  plant       text not null,
  n           integer not null,
  from_day    date not null,
  to_day      date,
  flags       integer not null,
  reviewed_on date,
  seen_on     date,
  assets      integer not null,
  -- One of them, so that a verdict can name it.
  sample      text not null,
  primary key (plant, n)
);

create table assets.span_state (
  plant    text primary key,
  key      text not null,
  built_at timestamptz not null
);
