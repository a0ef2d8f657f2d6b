-- A rebuilt picture writes only the rows that changed: each is told by a digest of what it holds.
alter table network.observed add column digest text not null default '';
