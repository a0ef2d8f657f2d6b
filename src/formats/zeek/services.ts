const named: Readonly<Record<string, string>> = {
  ssl: 'tls',
  'opcua-binary': 'opcua',
  opcua_binary: 'opcua',
  s7comm_plus: 's7comm-plus',
  's7comm-plus': 's7comm-plus',
  synchrophasor: 'c37.118',
  hart_ip: 'hart-ip',
  profinet_io_cm: 'profinet-io',
  profinet: 'profinet-io',
  roc_plus: 'roc',
  ge_srtp: 'ge-srtp',
  omron_fins: 'fins',
  bsap_ip: 'bsap',
  bsap_serial: 'bsap',
  cip_io: 'cip-io',
  iec61850_mms: 'mms',
  ntlm: 'smb',
  gssapi: 'smb',
  krb: 'kerberos',
  krb_tcp: 'kerberos',
  dce_rpc: 'dcerpc',
  http2: 'http',
}
/** Carriers: what they carry says more. */
const carriers = new Set(['cotp', 'tpkt', 'gssapi', 'ntlm', 'sess', 'pres', 'acse'])
/** Zeek reads these with its DNS analyzer. */
const dnsKin: Readonly<Record<number, string>> = { 5353: 'mdns', 5355: 'llmnr', 137: 'nbns' }

/**
 * The protocol by the name that captures are read under, of what Zeek recognised by content (`service` of conn.log). Null
 * where it recognised nothing. A preceding `-` marks an analyzer that gave up.
 */
export function protocolOfServices(services: readonly string[], serverPort: number | null): string | null {
  const kept = services
    .flatMap((one) => one.split(','))
    .filter((one) => one !== '' && !one.startsWith('-'))
    .map((one) =>
      one
        .toLowerCase()
        .replace(/^spicy_/, '')
        .replace(/_(tcp|udp)$/, ''),
    )
  const service = kept.find((one) => !carriers.has(one)) ?? kept[0]
  if (service === undefined) return null
  if (service === 'dns') return dnsKin[serverPort ?? 0] ?? 'dns'
  return named[service] ?? service
}
