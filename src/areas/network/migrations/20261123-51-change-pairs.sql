-- A partial index looks small to a planner without statistics, and is then walked through as a whole.
drop index network.change_sighting_plant_device_server_idx;
create index on network.change_sighting (plant, device, server);
