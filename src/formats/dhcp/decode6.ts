import { ipv6At, macAt } from '../addresses.ts'
import { text, u16be, u32be } from '../octets.ts'
import type { IdentityFact, Protocol } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { say, telling } from '../telling.ts'
import { dhcp6Function } from './functions.ts'
import { labels } from './options.ts'

const mostOptions = 64
const [relayForward, relayReply] = [12, 13]
/** A message that relays passed on is inside of theirs: RFC 8415 §8 allows 8 hops. */
const deepest = 8

/** Where the options begin, -1 when this is no DHCPv6. */
function optionsAt(bytes: Uint8Array, start: number, end: number): number {
  const type = bytes[start]!
  if (type < 1 || type > relayReply) return -1
  const at = start + (type >= relayForward ? 34 : 4)
  return at + 4 <= end ? at : -1
}

/** Every option must fit, to the last octet. */
function recognises(bytes: Uint8Array, start: number, end: number): boolean {
  let at = optionsAt(bytes, start, end)
  if (at < 0) return false
  for (let i = 0; i < mostOptions && at + 4 <= end; i++) {
    if (u16be(bytes, at) > 200 || u16be(bytes, at) === 0) return false
    at += 4 + u16be(bytes, at + 2)
  }
  return at === end
}

/** DUIDs by link-layer address (§11.2, §11.4) of an Ethernet card name it. */
function duidMac(bytes: Uint8Array, from: number, to: number): string | undefined {
  const kind = u16be(bytes, from)
  if (u16be(bytes, from + 2) !== 1) return undefined
  if (kind === 1 && to - from === 14) return macAt(bytes, from + 8)
  if (kind === 3 && to - from === 10) return macAt(bytes, from + 4)
  return undefined
}

function read(bytes: Uint8Array, start: number, end: number): Reading {
  let type = bytes[start] ?? 0
  let at = optionsAt(bytes, start, end)
  let stop = end
  if (at < 0) return fault('not a complete message')
  const facts: IdentityFact[] = []
  for (let depth = 0; type >= relayForward && depth < deepest; depth++) {
    const inner = find(bytes, at, stop, 9)
    if (inner === undefined) break
    type = bytes[inner[0]] ?? 0
    stop = inner[1]
    at = optionsAt(bytes, inner[0], stop)
    if (at < 0) return fault('not a complete message')
  }
  const duid = find(bytes, at, stop, 1)
  // The card of the DUID may be another one of the same host than the one that asks.
  const client = duid === undefined ? undefined : duidMac(bytes, duid[0], duid[1])
  if (client !== undefined) say(facts, 'hardwareAddress', client, client)
  for (let i = 0; i < mostOptions && at + 4 <= stop; i++) {
    const from = at + 4
    const to = from + u16be(bytes, at + 2)
    if (to > stop) break
    const code = u16be(bytes, at)
    if (code === 39 && to - from > 1) say(facts, 'fqdn', labels(bytes, from + 1, to), client)
    else if (code === 16 && to - from > 6) {
      say(facts, 'enterprise', String(u32be(bytes, from)), client)
      say(facts, 'vendorClass', text(bytes, from + 6, Math.min(to, from + 6 + u16be(bytes, from + 4))), client)
    } else if (code === 112) say(facts, 'mudUrl', text(bytes, from, to), client)
    else if (code === 3 && to - from >= 12) {
      const given = find(bytes, from + 12, to, 5)
      if (given !== undefined && given[1] - given[0] >= 24)
        say(facts, 'assignedAddress', ipv6At(bytes, given[0]), client)
    }
    at = to
  }
  const isReply = type === 2 || type === 7 || type === 10 || type === relayReply
  return telling(isReply ? 'response' : 'request', dhcp6Function(type), facts)
}

/** Where the contents of an option are. */
function find(bytes: Uint8Array, at: number, end: number, wanted: number): readonly [number, number] | undefined {
  for (let i = 0; i < mostOptions && at + 4 <= end; i++) {
    const to = at + 4 + u16be(bytes, at + 2)
    if (to > end) return undefined
    if (u16be(bytes, at) === wanted) return [at + 4, to]
    at = to
  }
  return undefined
}

/** DHCP for IPv6, as far as it names clients: RFC 8415. */
export const dhcp6: Protocol = {
  name: 'dhcpv6',
  transports: ['udp'],
  ports: [546, 547],
  onlyOnPorts: true,
  recognises,
  lengthAt: (_, start, end) => end - start,
  session: () => ({ read }),
}
