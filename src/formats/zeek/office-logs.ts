import { type LineContext, type Log, tell } from './log.ts'
import { countOf, type LogRow } from './row.ts'
import { nameSaid, sshSaid, tlsVersion } from './said.ts'

/** A log whose lines are exchanges between two ends; `more` tells what they say about these. */
const exchange = (
  transport: Log['transport'],
  more: (row: LogRow, context: LineContext) => void,
  reader: string | null = null,
): Log => ({
  ...(transport === undefined ? {} : { transport }),
  read(row, context) {
    const { telling, ends, at, line } = context
    if (ends !== null) {
      telling.talk(ends, at, line)
      if (reader !== null) telling.recognise(ends, reader, line)
    }
    more(row, context)
  },
})

const nothing = () => {}

/** The last message of an exchange says what holds: only what was acknowledged is an address of its own. */
function dhcp(row: LogRow, context: LineContext): void {
  const { telling, at, line } = context
  const mac = row.get('mac')
  const isGiven = row.list('msg_types').some((type) => type === 'ACK') || row.get('msg_types') === null
  const ip = isGiven ? (row.get('assigned_addr') ?? row.get('assigned_ip')) : null
  if (ip !== null && mac !== null) telling.card(ip, mac, null, true)
  if (ip !== null) telling.host(ip, at, line)
  tell(context, ip ?? mac, 'dhcp', {
    name: row.get('host_name'),
    fqdn: row.get('client_fqdn'),
    domain: row.get('domain'),
  })
  const server = row.get('server_addr')
  if (server !== null) telling.host(server, at, line)
}

/** `HTTP::SERVER Microsoft-IIS/7.5`: what a program on the host calls itself. */
function software(row: LogRow, context: LineContext): void {
  const name = row.get('name')
  const version = [1, 2, 3]
    .map((_, i) => row.get(['version.major', 'version.minor', 'version.minor2'][i]!))
    .filter((part) => part !== null)
    .join('.')
  const words = row.get('unparsed_version') ?? (name === null ? null : `${name} ${version}`.trim())
  const type = (row.get('software_type') ?? '').split('::')
  const reader = (type[0] ?? '').toLowerCase() || 'software'
  const isAgent = /client|browser|user_agent/i.test(type[1] ?? '')
  const field = reader === 'http' ? (isAgent ? 'userAgent' : 'server') : 'software'
  tell(context, row.get('host'), reader, { [/windows/i.test(reader) ? 'os' : field]: words })
}

/** Names that a machine gave itself while it logged on. */
function ntlm(row: LogRow, context: LineContext): void {
  tell(context, context.ends?.client ?? null, 'ntlm', { name: row.get('hostname'), domain: row.get('domainname') })
  tell(context, context.ends?.server ?? null, 'ntlm', {
    name: row.get('server_nb_computer_name'),
    fqdn: row.get('server_dns_computer_name'),
    domain: row.get('server_tree_name'),
  })
}

/** The community string is a secret in clear, and is not kept. */
function snmp(row: LogRow, context: LineContext): void {
  const { telling, ends, at, line } = context
  const counts = [
    ['Get', 'read', (countOf(row, 'get_requests') ?? 0) + (countOf(row, 'get_bulk_requests') ?? 0), 'request'],
    ['Set', 'write', countOf(row, 'set_requests') ?? 0, 'request'],
    ['Response', 'other', countOf(row, 'get_responses') ?? 0, 'response'],
  ] as const
  if (ends !== null) {
    for (const [name, operation, times, kind] of counts) {
      const fn = { code: name.toLowerCase(), name, operation }
      if (times > 0) telling.message(ends, { reader: 'snmp', function: fn, kind, times }, at, line)
    }
  }
  tell(context, ends?.server ?? null, 'snmp', { description: row.get('display_string') })
}

const hostOnly = (more: (row: LogRow, context: LineContext) => void): Log => ({
  read(row, context) {
    const host = row.get('host')
    if (host !== null) context.telling.host(host, context.at, context.line)
    more(row, context)
  },
})

export const officeLogs: Readonly<Record<string, Log>> = {
  dhcp: { read: dhcp },
  dns: exchange('udp', nothing),
  ssl: exchange(
    'tcp',
    (row, context) =>
      tell(context, context.ends?.server ?? null, 'tls', {
        sni: row.get('server_name'),
        tlsVersion: tlsVersion(row.get('version')),
        cipher: row.get('cipher'),
        keyExchange: row.get('curve'),
        ...nameSaid('certificate', row.get('subject')),
        ...nameSaid('issuer', row.get('issuer')),
      }),
    'tls',
  ),
  http: exchange(
    'tcp',
    (row, context) => {
      tell(context, context.ends?.client ?? null, 'http', { userAgent: row.get('user_agent') })
      tell(context, context.ends?.server ?? null, 'http', { server: row.get('server') })
    },
    'http',
  ),
  ssh: exchange(
    'tcp',
    (row, context) => {
      tell(context, context.ends?.client ?? null, 'ssh', sshSaid(row.get('client')))
      tell(context, context.ends?.server ?? null, 'ssh', {
        ...sshSaid(row.get('server')),
        keyExchange: row.get('kex_alg'),
        hostKeyAlgorithm: row.get('host_key_alg'),
        cipher: row.get('cipher_alg'),
        mac: row.get('mac_alg'),
        hostKeyFingerprint: row.get('host_key'),
      })
    },
    'ssh',
  ),
  ntlm: exchange('tcp', ntlm, 'smb'),
  smb_mapping: exchange('tcp', nothing, 'smb'),
  smb_files: exchange('tcp', nothing, 'smb'),
  rdp: exchange(
    'tcp',
    (row, context) => tell(context, context.ends?.client ?? null, 'rdp', { name: row.get('client_name') }),
    'rdp',
  ),
  snmp: { transport: 'udp', read: snmp },
  ntp: exchange('udp', nothing, 'ntp'),
  ftp: exchange('tcp', nothing, 'ftp'),
  mqtt_connect: exchange(
    'tcp',
    (row, context) => tell(context, context.ends?.client ?? null, 'mqtt', { clientId: row.get('client_id') }),
    'mqtt',
  ),
  mqtt_publish: exchange('tcp', nothing, 'mqtt'),
  mqtt_subscribe: exchange('tcp', nothing, 'mqtt'),
  syslog: exchange('udp', nothing, 'syslog'),
  tftp: exchange('udp', nothing, 'tftp'),
  dce_rpc: exchange('tcp', nothing, 'dcerpc'),
  software: hostOnly(software),
  known_hosts: hostOnly(nothing),
  /** Zeek saw it answer there; by which protocol, only where it recognised one. */
  known_services: hostOnly((row, context) => {
    const services = row.list('service').map((one) => one.toLowerCase())
    const port = `${row.get('port_proto') ?? '?'}/${row.get('port_num') ?? '?'}`
    tell(context, row.get('host'), 'service', { service: [port, ...services].join(' ') })
  }),
  known_devices: {
    read(row, context) {
      const mac = row.get('mac')
      if (mac !== null) context.telling.host(mac, context.at, context.line)
      tell(context, mac, 'dhcp', { name: row.get('dhcp_host_name') })
    },
  },
  known_certs: hostOnly((row, context) =>
    tell(context, row.get('host'), 'tls', {
      ...nameSaid('certificate', row.get('subject')),
      ...nameSaid('issuer', row.get('issuer_subject')),
    }),
  ),
}

const about = (what: string) => `${what} are left for a later version`
/** Logs of which nothing becomes a device or a conversation. */
export const ignoredLogs: Readonly<Record<string, string>> = {
  notice: about('notices and signatures'),
  signatures: about('notices and signatures'),
  weird: 'weird.log tells of oddities of the traffic, not of devices',
  analyzer: 'analyzer.log and dpd.log tell what Zeek could not read',
  dpd: 'analyzer.log and dpd.log tell what Zeek could not read',
  files: 'files and certificates are told by the logs of their connections',
  x509: 'files and certificates are told by the logs of their connections',
  ocsp: 'files and certificates are told by the logs of their connections',
  pe: 'files and certificates are told by the logs of their connections',
  intel: about('notices and signatures'),
  stats: 'the log tells of Zeek itself',
  capture_loss: 'the log tells of Zeek itself',
  reporter: 'the log tells of Zeek itself',
  packet_filter: 'the log tells of Zeek itself',
  loaded_scripts: 'the log tells of Zeek itself',
  cluster: 'the log tells of Zeek itself',
  broker: 'the log tells of Zeek itself',
  config: 'the log tells of Zeek itself',
  telemetry: 'the log tells of Zeek itself',
  telemetry_histogram: 'the log tells of Zeek itself',
  print: 'the log tells of Zeek itself',
  prof: 'the log tells of Zeek itself',
  stderr: 'the log tells of Zeek itself',
  traceroute: about('notices and signatures'),
}
