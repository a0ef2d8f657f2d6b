-- Sums over the verdicts of a capture, written with them and counting by the same generation: what a page adds up must not
-- be read from hundreds of thousands of rows. Days are numbers since 1970-01-01; `days` are runs: first, length, first, …
create table network.verdict_pair (
  plant         text not null,
  capture_id    text not null,
  generation    bigint not null,
  k             integer not null,
  -- '' where there is none: zones have names.
  client_zone   text not null,
  server_zone   text not null,
  verdict       text not null,
  conversations integer not null,
  -- Of these, nobody answered.
  attempts      integer not null,
  -- The days on which conversations began, ascending, each with how many did and how many of these were attempts; day 0
  -- where no clock tells.
  starts        integer[] not null,
  last_start    integer not null,
  -- Of those answered, or of which nobody knows, the first by day and then by number; and the same of attempts.
  answered_day  integer,
  answered_n    integer,
  attempt_day   integer,
  attempt_n     integer,
  -- Days of what was answered, or of which nobody knows.
  days          integer[] not null,
  primary key (plant, capture_id, generation, k)
);

-- What names a conduit, by service as it was seen.
create table network.verdict_conduit (
  plant         text not null,
  capture_id    text not null,
  generation    bigint not null,
  k             integer not null,
  conduit       text not null,
  client_zone   text not null,
  server_zone   text not null,
  verdict       text not null,
  protocol      text,
  transport     text not null,
  port          integer,
  conversations integer not null,
  starts        integer[] not null,
  last_start    integer not null,
  -- Of what was answered, or of which nobody knows: operations seen, and days.
  operations    text[] not null,
  days          integer[] not null,
  attempt_days  integer[] not null,
  primary key (plant, capture_id, generation, k)
);

-- Verdicts judged before there were sums have none: all are judged again.
delete from network.verdict_state;
-- Some conversation of the capture was between other zones on other days.
alter table network.verdict_state add column mixed boolean not null default false;

-- Pages in their order, the gravest first, without sorting all.
create index verdict_by_gravity on network.verdict (plant, array_position(array['violation', 'wrongOperation',
  'wrongDirection', 'expired', 'unknownMember', 'undated', 'allowed'], verdict), (answered is false), capture_id, n);
create index on network.verdict (plant, server_zone);
drop index network.verdict_plant_verdict_idx;
