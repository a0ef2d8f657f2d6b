-- Operations of a conversation as numbers of their own: a hundred thousand are added up for "who programs whom".
alter table network.conversation
  add column reads bigint generated always as ((operations->>'read')::bigint) stored,
  add column writes bigint generated always as ((operations->>'write')::bigint) stored,
  add column programs bigint generated always as ((operations->>'program')::bigint) stored,
  add column identifies bigint generated always as ((operations->>'identify')::bigint) stored,
  add column others bigint generated always as ((operations->>'other')::bigint) stored;
create index conversation_programs on network.conversation (plant) where programs > 0;
