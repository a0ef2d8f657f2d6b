-- Handshakes are looked for among everything that devices say of themselves: which captures hold some is read for every
-- assessment.
create index identity_handshake on network.identity (plant, capture_id)
  where field in ('tlsVersion', 'keyExchange', 'hostKey', 'channelPolicy', 'securityPolicy', 'securityLevel', 'certificateExpires');
