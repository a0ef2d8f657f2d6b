-- Sources beside captures: the logs of Zeek and Suricata, the scans of nmap. They tell of conversations and devices, but not
-- everything that a capture shows: what they cannot know is null, never a zero that looks measured.

alter table network.capture
  -- What was imported: pcap, zeek, eve, nmap.
  add column kind text not null default 'pcap',
  -- Files within it, where there are several: [{ name, from }]; `from` is the number of the line before its first.
  add column parts jsonb not null default '[]';

alter table network.device
  alter column first_seen drop not null,
  alter column last_seen drop not null;

alter table network.conversation
  alter column packets_to_server drop not null,
  alter column packets_to_client drop not null,
  alter column bytes_to_server drop not null,
  alter column bytes_to_client drop not null,
  alter column answered drop not null,
  alter column operations drop not null,
  alter column first_seen drop not null,
  alter column last_seen drop not null;
