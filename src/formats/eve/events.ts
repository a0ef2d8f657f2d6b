import type { Telling } from '#core/capture/telling.ts'
import type { Ends } from '#core/capture/told-flow.ts'
import { countAt, listAt, textAt, valueAt } from '../json-value.ts'
import { microsOf } from '../zeek/row.ts'
import { nameSaid, sshSaid, tlsVersion } from '../zeek/said.ts'
import { controlEvents } from './control-events.ts'
import type { EventContext, EventKind } from './event.ts'

/** Names of Suricata's application layers that captures are read under by another one; null: it recognised nothing. */
const layers: Readonly<Record<string, string | null>> = {
  failed: null,
  unknown: null,
  krb5: 'kerberos',
  'ftp-data': 'ftp',
  http2: 'http',
  ikev2: 'ike',
  rfb: 'vnc',
  'enip-tcp': 'enip',
}
const dnsKin: Readonly<Record<number, string>> = { 5353: 'mdns', 5355: 'llmnr' }

export function protocolOfLayer(layer: string | null, ends: Ends | null): string | null {
  if (ends?.transport === 'ip') return null
  if (layer === null) return null
  if (layer === 'dns') return dnsKin[ends?.serverPort ?? 0] ?? 'dns'
  return Object.hasOwn(layers, layer) ? layers[layer]! : layer
}

const flags = (event: unknown, side: 'tcp_flags_ts' | 'tcp_flags_tc'): number | null => {
  const text = textAt(event, 'tcp', side)
  return text !== null && /^[0-9a-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : null
}
const [syn, rst, psh] = [0x02, 0x04, 0x08]

/** Whether the opening was seen: the flags of each direction are summed up over the flow. */
export function isOpeningSeen(event: unknown): boolean {
  const [ts, tc] = [flags(event, 'tcp_flags_ts'), flags(event, 'tcp_flags_tc')]
  // A SYN towards the client is that of the SYN-ACK.
  return (((ts ?? 0) | (tc ?? 0)) & syn) !== 0
}

/** Suricata counts frames with their link header: its bytes are lengths on the wire. */
function flow(event: unknown, { telling, ends, isSourceClient, line, at, source, target }: EventContext): void {
  if (ends === null) return
  const sums = valueAt(event, 'flow')
  const count = (unit: 'pkts' | 'bytes', side: 'toserver' | 'toclient') => countAt(sums, `${unit}_${side}`)
  const both = (unit: 'pkts' | 'bytes') => {
    const [ours, theirs] = [count(unit, 'toserver'), count(unit, 'toclient')]
    return isSourceClient ? { toServer: ours, toClient: theirs } : { toServer: theirs, toClient: ours }
  }
  const packets = both('pkts')
  const back = flags(event, isSourceClient ? 'tcp_flags_tc' : 'tcp_flags_ts')
  const hasPushed = back !== null && (back & psh) !== 0
  // Of what only refused, the flags of all its segments are RST and perhaps ACK.
  const isRefusal = back !== null && (back & rst) !== 0 && (back & (syn | psh | 0x01)) === 0
  const layer = textAt(event, 'app_proto')
  const given = protocolOfLayer(layer, ends)
  telling.flow(
    ends,
    {
      first: microsOf(textAt(sums, 'start')) ?? at,
      last: microsOf(textAt(sums, 'end')) ?? at,
      packets,
      bytes: both('bytes'),
      answered: packets.toClient === null ? null : packets.toClient > 0 && !isRefusal,
      protocol: ends.transport === 'ip' ? ipProtocol(event) : given,
      isServerHeard: ends.transport === 'tcp' ? hasPushed : (packets.toClient ?? 0) > 0,
    },
    line,
  )
  cards(event, telling, source, target)
}

function ipProtocol(event: unknown): string | null {
  const proto = (textAt(event, 'proto') ?? '').toLowerCase()
  return proto === 'ipv6-icmp' ? 'icmpv6' : proto === '' ? null : proto
}

/** `ether`: the cards of both ends; where the frames came by several ways, whose they are is not told. */
function cards(event: unknown, telling: Telling, source: string | null, target: string | null): void {
  const vlans = listAt(event, 'vlan')
  const vlan = vlans.length === 1 && typeof vlans[0] === 'number' ? vlans[0] : null
  // Where frames were sent to is the next hop's card: only an answer says that it was there.
  const hasAnswer = (countAt(event, 'flow', 'pkts_toclient') ?? 0) > 0
  for (const [ip, names] of [
    [source, ['src_mac', 'src_macs']],
    [hasAnswer ? target : null, ['dest_mac', 'dest_macs']],
  ] as const) {
    const macs = names.flatMap((name) => listAt(event, 'ether', name))
    if (ip !== null && macs.length === 1 && typeof macs[0] === 'string') telling.card(ip, macs[0], vlan, false)
  }
}

type Facts = Readonly<Record<string, string | null>>
export function tell({ telling, at, line }: EventContext, address: string | null, reader: string, facts: Facts): void {
  if (address === null) return
  for (const [field, value] of Object.entries(facts)) {
    if (value !== null) telling.fact({ address, reader, field, value }, at, line)
  }
}

/** An exchange of one protocol; `more` tells what the ends said about themselves. */
const exchange = (protocol: string, more?: (event: unknown, context: EventContext) => void): EventKind => ({
  read(event, context) {
    const { telling, ends, at, line } = context
    if (ends !== null) {
      telling.talk(ends, at, line)
      telling.recognise(ends, protocolOfLayer(protocol, ends) ?? protocol, line)
    }
    more?.(event, context)
  },
})

const of = (context: EventContext, side: 'client' | 'server'): string | null => context.ends?.[side] ?? null

function dhcp(event: unknown, context: EventContext): void {
  const said = valueAt(event, 'dhcp')
  const mac = textAt(said, 'client_mac')
  const isGiven = textAt(said, 'dhcp_type') === 'ack'
  const own = textAt(said, isGiven ? 'assigned_ip' : 'client_ip')
  const ip = own === null || own === '0.0.0.0' ? null : own
  if (ip !== null && mac !== null && (isGiven || textAt(said, 'type') === 'request'))
    context.telling.card(ip, mac, null, true)
  if (textAt(said, 'type') === 'request') tell(context, ip ?? mac, 'dhcp', { name: textAt(said, 'hostname') })
}

function arp(event: unknown, { telling, line, at }: EventContext): void {
  const said = valueAt(event, 'arp')
  const [ip, mac] = [textAt(said, 'src_ip') ?? textAt(event, 'src_ip'), textAt(said, 'src_mac')]
  if (ip === null || mac === null || ip === '0.0.0.0') return
  telling.card(ip, mac, null, true)
  telling.host(ip, at, line)
}

const readers: Readonly<Record<string, EventKind>> = {
  flow: { read: flow },
  // The two directions of flows that `flow` sums up: that they talked is all that is taken, so that nothing counts twice.
  netflow: {
    read: (_, { telling, ends, at, line }) => {
      if (ends !== null) telling.talk(ends, at, line)
    },
  },
  ...controlEvents,
  arp: { read: arp },
  dhcp: exchange('dhcp', dhcp),
  tls: exchange('tls', (event, context) =>
    tell(context, of(context, 'server'), 'tls', {
      sni: textAt(event, 'tls', 'sni'),
      tlsVersion: tlsVersion(textAt(event, 'tls', 'version')),
      ...nameSaid('certificate', textAt(event, 'tls', 'subject')),
      ...nameSaid('issuer', textAt(event, 'tls', 'issuerdn')),
      certificateValidFrom: textAt(event, 'tls', 'notbefore')?.slice(0, 10) ?? null,
      certificateExpires: textAt(event, 'tls', 'notafter')?.slice(0, 10) ?? null,
      certificateSerial: textAt(event, 'tls', 'serial')?.replaceAll(':', '').toLowerCase() ?? null,
    }),
  ),
  ssh: exchange('ssh', (event, context) => {
    for (const side of ['client', 'server'] as const)
      tell(context, of(context, side), 'ssh', sshSaid(textAt(event, 'ssh', side, 'software_version')))
  }),
  http: exchange('http', (event, context) => {
    tell(context, of(context, 'client'), 'http', { userAgent: textAt(event, 'http', 'http_user_agent') })
    tell(context, of(context, 'server'), 'http', { server: textAt(event, 'http', 'server') })
  }),
  smb: exchange('smb', (event, context) => {
    tell(context, of(context, 'client'), 'ntlm', {
      name: textAt(event, 'smb', 'ntlmssp', 'host'),
      domain: textAt(event, 'smb', 'ntlmssp', 'domain'),
    })
    tell(context, of(context, 'client'), 'smb', { os: textAt(event, 'smb', 'request', 'native_os') })
    tell(context, of(context, 'server'), 'smb', { os: textAt(event, 'smb', 'response', 'native_os') })
  }),
  rdp: exchange('rdp', (event, context) =>
    tell(context, of(context, 'client'), 'rdp', { name: textAt(event, 'rdp', 'client', 'client_name') }),
  ),
  mqtt: exchange('mqtt', (event, context) =>
    tell(context, of(context, 'client'), 'mqtt', { clientId: textAt(event, 'mqtt', 'connect', 'client_id') }),
  ),
  dns: exchange('dns'),
  mdns: exchange('mdns'),
  snmp: exchange('snmp'),
  ntp: exchange('ntp'),
  ftp: exchange('ftp'),
  ftp_data: exchange('ftp'),
  tftp: exchange('tftp'),
  krb5: exchange('kerberos'),
  telnet: exchange('telnet'),
  sip: exchange('sip'),
  nfs: exchange('nfs'),
  ike: exchange('ike'),
  quic: exchange('quic'),
  rfb: exchange('vnc'),
  dcerpc: exchange('dcerpc'),
  ldap: exchange('ldap'),
  smtp: exchange('smtp'),
  pgsql: exchange('postgresql'),
  websocket: exchange('http'),
  http2: exchange('http'),
  alert: { ignored: 'alerts are left for a later version' },
  drop: { ignored: 'alerts are left for a later version' },
  anomaly: { ignored: 'alerts are left for a later version' },
  fileinfo: { ignored: 'files and certificates are told by the logs of their connections' },
  stats: { ignored: 'the event tells of Suricata itself' },
  engine: { ignored: 'the event tells of Suricata itself' },
}

export function eventKind(name: string): EventKind | null {
  return Object.hasOwn(readers, name) ? readers[name]! : null
}
