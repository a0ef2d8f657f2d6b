-- Devices are put together some hundred ids at a time.
create index on network.device (plant, id);
