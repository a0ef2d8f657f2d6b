-- Devices in the order of their addresses (10.1.1.2 before 10.1.1.10), and what the traffic suggests where it is too weak
-- to be a level.
alter table network.observed
  add column id_order text not null default '',
  add column suggested_level text,
  add column suggested_confidence real;
create index on network.observed (plant, id_order, id);

delete from network.picture_state;
