import { wireFunction } from '../telling.ts'

/** PDU types: RFC 1157 §4.1, RFC 3416 §3. By the low bits of the tag. */
export const pduFunctions = [
  wireFunction('0xa0', 'GetRequest', 'read'),
  wireFunction('0xa1', 'GetNextRequest', 'read'),
  wireFunction('0xa2', 'Response', 'other'),
  wireFunction('0xa3', 'SetRequest', 'write'),
  wireFunction('0xa4', 'Trap', 'other'),
  wireFunction('0xa5', 'GetBulkRequest', 'read'),
  wireFunction('0xa6', 'InformRequest', 'other'),
  wireFunction('0xa7', 'SNMPv2-Trap', 'other'),
  wireFunction('0xa8', 'Report', 'other'),
] as const

/** Privacy of version 3: what is asked is not to be seen. */
export const encrypted = wireFunction('v3', 'Encrypted PDU', 'other')

/** As tshark names them. */
export const versionNames: Readonly<Record<number, string>> = { 0: 'version-1', 1: 'v2c', 3: 'snmpv3' }
