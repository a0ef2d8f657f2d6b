-- Since when the registry holds the device for critical, and the zone of its address: what safety and coverage are measured by.
alter table network.observed
  add column critical_from date,
  add column zone text;

delete from network.picture_state;
