/**
 * The columns of netbox-ot (once netbox-iec62443), a plug-in of NetBox. Its public description names what zones, conduits
 * and flows hold, and NetBox writes the names of fields either as `snake_case` or as titles: both are met, whatever their
 * case. Where that leaves a choice, several names are known for one column.
 */
export const zoneColumns = {
  name: ['name', 'zone'],
  slug: ['slug'],
  type: ['zone_type', 'type'],
  level: ['purdue_level', 'level', 'purdue'],
  owner: ['accountable', 'accountable_person', 'owner', 'responsible'],
  purpose: ['description', 'purpose'],
  target: ['sl_t', 'slt', 'sl_target', 'target_sl', 'security_level_target'],
  networks: ['prefixes', 'prefix', 'networks', 'ip_ranges', 'ip_addresses'],
  vlans: ['vlans', 'vlan'],
  macs: ['mac_addresses', 'macs'],
  tags: ['devices', 'device', 'assets', 'members'],
} as const

export const conduitColumns = {
  name: ['name', 'conduit'],
  from: ['zone_a', 'source_zone', 'from_zone', 'a_zone'],
  to: ['zone_b', 'destination_zone', 'to_zone', 'b_zone', 'target_zone'],
  owner: ['accountable', 'accountable_person', 'owner', 'responsible'],
} as const

export const flowColumns = {
  name: ['name', 'flow', 'description'],
  from: ['source_zone', 'from_zone', 'source', 'zone_a'],
  to: ['destination_zone', 'to_zone', 'destination', 'target_zone', 'zone_b'],
  protocol: ['protocol', 'service', 'industrial_protocol'],
  transport: ['transport', 'l4_protocol', 'ip_protocol'],
  ports: ['ports', 'port', 'destination_ports', 'destination_port'],
  verdict: ['verdict', 'allowed', 'decision', 'status'],
  decidedBy: ['decided_by', 'approved_by', 'owner', 'accountable'],
  until: ['valid_until', 'until', 'expires', 'allowed_until', 'decided_until'],
  conduit: ['conduit'],
  reason: ['reason', 'justification', 'comments'],
} as const

/** SL-T by foundational requirement (IEC 62443-1-1), where it has a column each. */
export const targetVector = ['iac', 'uc', 'si', 'dc', 'rdf', 'tre', 'ra'] as const

/** `Purdue level` and `purdue_level` alike. */
export function foldTitle(title: string): string {
  return title
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
}

/** Protocols as people write them in NetBox, by our wire names. */
const protocolNames: Readonly<Record<string, string>> = {
  modbus_tcp: 'modbus',
  s7: 's7comm',
  siemens_s7: 's7comm',
  s7_comm: 's7comm',
  s7comm_plus: 's7comm-plus',
  ethernet_ip: 'enip',
  cip: 'cip',
  opc_ua: 'opcua',
  opc_ua_binary: 'opcua',
  profinet: 'profinet-io',
  profinet_io: 'profinet-io',
  profinet_rt: 'profinet-rt',
  profinet_dcp: 'profinet-dcp',
  bacnet_ip: 'bacnet',
  iec_104: 'iec104',
  iec_60870_5_104: 'iec104',
  iec_61850_mms: 'mms',
  hart_ip: 'hart-ip',
  ge_srtp: 'ge-srtp',
  https: 'tls',
  omron_fins: 'fins',
}

export function wireName(text: string): string {
  const folded = foldTitle(text)
  return Object.hasOwn(protocolNames, folded) ? protocolNames[folded]! : text.trim().toLowerCase()
}
