import type { WireVector } from '../wire-vector.ts'

export const vncVectors: readonly WireVector[] = [
  {
    title: 'a screen over the network tells its version',
    source: 'RFC 6143 §7.1.1',
    exchange: ['<< RFB 003.008\n'],
    function: 'Protocol version',
    operation: 'identify',
    kind: 'response',
    identity: [['version', 'RFB 003.008']],
  },
]

export const tunnelVectors: readonly WireVector[] = [
  {
    title: 'the first packet of WireGuard',
    source: 'WireGuard: Next Generation Kernel Network Tunnel, §5.4.2',
    exchange: [`> 01000000${'55'.repeat(144)}`],
    function: 'Handshake',
    operation: 'other',
    kind: 'request',
  },
]

export const openVpnVectors: readonly WireVector[] = [
  {
    title: 'the first packet of OpenVPN',
    source: 'OpenVPN protocol, P_CONTROL_HARD_RESET_CLIENT_V2',
    exchange: ['> 3855555555555555550000000000'],
    function: 'Control hard reset',
    operation: 'other',
    kind: 'request',
  },
]

export const ikeVectors: readonly WireVector[] = [
  {
    title: 'the first packet of IPsec',
    source: 'RFC 7296 §3.1',
    exchange: ['> 1111111111111111000000000000000021202208000000000000002000000004'],
    function: 'IKE_SA_INIT',
    operation: 'other',
    kind: 'request',
    identity: [['version', 'IKEv2']],
  },
]
