import type { SpokenService } from './match-service.ts'

/** What keeps a link running: it does nothing to the other end, and no router passes it on. */
const housekeeping: ReadonlySet<string | null> = new Set([
  'arp',
  'rarp',
  'lldp',
  'cdp',
  'udld',
  'stp',
  'pvst',
  'slow-protocols',
  'eapol',
  'loopback',
  'mrp',
  'prp',
])

/**
 * Resolution of addresses and neighbours on one network segment: no channel that a conduit could allow or refuse. That two
 * zones share a segment shows in what is really spoken between them.
 */
export const isLinkHousekeeping = ({ transport, protocol }: SpokenService): boolean =>
  transport === 'eth' && housekeeping.has(protocol)
