import type { Day } from '../calendar/day.ts'

/** Where something was seen. */
export interface Witness {
  readonly capture: string
  readonly packet: number
  /** The day of the capture, as its clock counts; null where it does not. */
  readonly on: Day | null
}

/** What a device said in a handshake, in the field names of captures, with the latest packet that says so. */
export interface CryptoFact extends Witness {
  readonly device: string
  readonly protocol: string
  readonly field: string
  readonly value: string
}

/** Whom a device was seen to serve in a protocol, whatever was said in it. */
export interface CryptoTalk extends Witness {
  readonly server: string
  readonly client: string
  readonly protocol: string
  readonly port: number | null
}

/** Fields of `network.identity` that are read here; others need not be loaded. */
export const cryptoFields = [
  'tlsVersion',
  'cipher',
  'mac',
  'keyExchange',
  'keyExchanges',
  'hostKeyAlgorithm',
  'hostKey',
  'hostKeyFingerprint',
  'banner',
  'prf',
  'integrity',
  'authentication',
  'version',
  'securityLevel',
  'security',
  'securityPolicy',
  'securityMode',
  'channelPolicy',
  'publicKey',
  'certificateName',
  'certificateOrganization',
  'certificateUnit',
  'certificateSerial',
  'certificateValidFrom',
  'certificateExpires',
  'certificateSelfSigned',
  'certificateSignature',
  'certificateDnsName',
  'issuerName',
  'issuerOrganization',
] as const

/** Protocols that matter by being spoken at all. */
export const cryptoProtocols = [
  'telnet',
  'ftp',
  'tftp',
  'http',
  'mqtt',
  'vnc',
  'teamviewer',
  'wireguard',
  'openvpn',
  'esp',
  'ike',
  'snmp',
  'ssh',
  'tls',
  'dtls',
  'rdp',
  'opcua',
] as const
