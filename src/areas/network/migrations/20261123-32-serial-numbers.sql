-- Serial numbers that several devices give are looked for among those of the whole plant.
create index on network.identity (plant, device) where field = 'serial';
