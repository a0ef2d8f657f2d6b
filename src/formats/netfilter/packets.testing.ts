import fc from 'fast-check'
import { connectionStates } from '#core/filtering/ruleset.ts'
import type { TestPacket } from './walk.testing.ts'

/** Few values of each, so that rules and packets meet. */
export const names = ['eth0', 'eth1', 'ot0', 'ot1']
export const ports = [21, 22, 23, 80, 81]
export const protocolsUsed = [1, 6, 17, 50, 58]

export const packets: fc.Arbitrary<TestPacket> = fc
  .record({
    in: fc.constantFrom(...names),
    out: fc.constantFrom(...names),
    isV6: fc.boolean(),
    source: fc.nat(7),
    target: fc.nat(7),
    protocol: fc.constantFrom(6, 6, 17, ...protocolsUsed),
    sourcePort: fc.constantFrom(...ports),
    targetPort: fc.constantFrom(...ports),
    icmp: fc.constantFrom(0x0000, 0x0300, 0x0304, 0x0800, 0x8000),
    state: fc.constantFrom('new', 'new', ...connectionStates),
  })
  .map((packet) => ({
    ...packet,
    // ICMP is of one family; a port where there is none would be met by nobody's rule.
    protocol: packet.protocol === 1 && packet.isV6 ? 58 : packet.protocol === 58 && !packet.isV6 ? 1 : packet.protocol,
  }))

/** TCP's flags as the tests take them: SYN alone begins, ACK goes on; of other states the packet does not say. */
export const flagsOf = ({ state }: TestPacket): number => (state === 'new' ? 2 : 16)

/** A condition of a language in its own words, and whether a packet meets it. */
export interface Worded {
  readonly text: string
  readonly holds: (packet: TestPacket) => boolean
}

export const hasPorts = ({ protocol }: TestPacket): boolean => protocol === 6 || protocol === 17
