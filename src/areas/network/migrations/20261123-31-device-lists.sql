-- The first page of a list of 100,000 devices, and how many there are, without reading them all.
create index on network.observed ((id_order) collate "C", plant, id);
create index on network.observed (plant, status);
