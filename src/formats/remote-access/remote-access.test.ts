import { describe } from 'vitest'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { ike, openVpn, vnc, wireGuard } from './decode.ts'
import { ikeVectors, openVpnVectors, tunnelVectors, vncVectors } from './vectors.ts'

describe.each([
  ['VNC', vnc, vncVectors],
  ['WireGuard', wireGuard, tunnelVectors],
  ['IKE', ike, ikeVectors],
] as const)('%s', (_, protocol, vectors) => {
  readsVectors(protocol, vectors)
  survivesDamage(protocol, vectors)
  refusesStrangers(protocol, [])
})

describe('OpenVPN', () => {
  readsVectors(openVpn, openVpnVectors)
  survivesDamage(openVpn, openVpnVectors)
})
