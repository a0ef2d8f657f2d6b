import { macAt } from '../addresses.ts'
import { text, u16be } from '../octets.ts'
import type { IdentityFact, Protocol, WireFunction } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { say, telling, wireFunction } from '../telling.ts'

/** IEEE 802.1Q, 14: protocol (2), version, type, flags, root (8), cost (4), bridge (8), port (2), ages and times (8). */
const configurationLength = 35
const rootAt = 5
const bridgeAt = 17
const types = { configuration: 0x00, rapid: 0x02, change: 0x80 } as const
/** MSTP: behind the version 1 length comes that of version 3, then the configuration and the bridge's own identifier. */
const mstp = { version: 3, lengthAt: 36, nameAt: 39, bridgeAt: 93, length: 102 } as const

const configuration = wireFunction('0x00', 'Configuration BPDU', 'other')
const rapid = wireFunction('0x02', 'Rapid spanning tree BPDU', 'other')
const multiple = wireFunction('0x02/3', 'Multiple spanning tree BPDU', 'other')
const topologyChange = telling('event', wireFunction('0x80', 'Topology change notification', 'other'))

/** The same hello comes every two seconds: it is told again only when the tree changes. */
interface LastHello {
  bytes: Uint8Array
  reading: Reading
}

function readBpdu(bytes: Uint8Array, start: number, end: number): Reading {
  const facts: IdentityFact[] = []
  const isMultiple =
    bytes[start + 2]! >= mstp.version && start + mstp.length <= end && u16be(bytes, start + mstp.lengthAt) > 0
  const fn: WireFunction = isMultiple ? multiple : bytes[start + 3] === types.rapid ? rapid : configuration
  const bridge = macAt(bytes, start + bridgeAt + 2)
  say(facts, 'rootBridge', macAt(bytes, start + rootAt + 2))
  // The bridge's base address; the sender's is that of one of its ports. In MSTP the regional root stands in its place.
  if (isMultiple) {
    say(facts, 'regionalRoot', bridge)
    say(facts, 'mac', macAt(bytes, start + mstp.bridgeAt + 2))
    say(facts, 'region', text(bytes, start + mstp.nameAt, start + mstp.nameAt + 32))
  } else say(facts, 'mac', bridge)
  return telling('event', fn, facts)
}

/** Spanning tree in all its versions, and Cisco's per-VLAN one, which has the same content in SNAP frames. */
export const stp: Protocol = {
  name: 'stp',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x42, 0x010b],
  recognises(bytes, start, end) {
    if (start + 4 > end || u16be(bytes, start) !== 0 || bytes[start + 2]! > 4) return false
    const type = bytes[start + 3]
    return type === types.change || type === types.configuration || type === types.rapid
  },
  lengthAt: (_, start, end) => end - start,
  session() {
    let last: LastHello | undefined
    const isLast = (bytes: Uint8Array, start: number, length: number): boolean => {
      if (last?.bytes.length !== length) return false
      for (let i = 0; i < length; i++) if (last.bytes[i] !== bytes[start + i]) return false
      return true
    }
    return {
      read(bytes, start, end) {
        if (start + 4 > end) return fault('BPDU cut short')
        if (bytes[start + 3] === types.change) return topologyChange
        if (start + configurationLength > end) return fault('BPDU cut short')
        const length = Math.min(end - start, mstp.length)
        if (last !== undefined && isLast(bytes, start, length)) return last.reading
        const reading = readBpdu(bytes, start, end)
        last = { bytes: bytes.slice(start, start + length), reading }
        return reading
      },
    }
  },
}
