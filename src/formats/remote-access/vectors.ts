import type { WireVector } from '../wire-vector.ts'

export const vncVectors: readonly WireVector[] = [
  {
    title: 'a screen over the network tells its version',
    source: 'RFC 6143 §7.1.1',
    exchange: ['<< RFB 003.008\n'],
    says: 'response version identify',
    function: 'Protocol version',
    identity: [['version', 'RFB 003.008']],
  },
]

export const tunnelVectors: readonly WireVector[] = [
  {
    title: 'the first packet of WireGuard',
    source: 'WireGuard: Next Generation Kernel Network Tunnel, §5.4.2',
    exchange: [`> 01000000${'55'.repeat(144)}`],
    says: 'request 1 other',
    function: 'Handshake',
  },
]

export const openVpnVectors: readonly WireVector[] = [
  {
    title: 'the first packet of OpenVPN',
    source: 'OpenVPN protocol, P_CONTROL_HARD_RESET_CLIENT_V2',
    exchange: ['> 3855555555555555550000000000'],
    says: 'request 7 other',
    function: 'Control hard reset',
  },
]

export const ikeVectors: readonly WireVector[] = [
  {
    title: 'the first packet of IPsec',
    source: 'RFC 7296 §3.1',
    exchange: ['> 1111111111111111000000000000000021202208000000000000002000000004'],
    says: 'request 34 other',
    function: 'IKE_SA_INIT',
    identity: [['version', 'IKEv2']],
  },
]
