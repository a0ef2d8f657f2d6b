import { createCalls } from '../calls.ts'
import { melsec } from '../melsec/decode.ts'
import { u16be } from '../octets.ts'
import type { IdentityFact, Message, Protocol, ProtocolSession } from '../protocol.ts'
import { fault, type Reading } from '../reading.ts'
import { telling } from '../telling.ts'
import { frameOf, frames, isAnswer, isBeforeTsn, tellsNodeType } from './functions.ts'
import { detectionAckLength, header, sayDetectionAck, sayNode } from './identity.ts'

/** Behind the type: reserved, target's address (2), reserved (2). */
const acyclicHeader = 6

const callTo = createCalls()

function saying(type: number, facts: readonly IdentityFact[]): Reading {
  const fn = frameOf(type)
  const kind: Message['kind'] = isAnswer(type) ? 'response' : 'event'
  return facts.length === 0 ? callTo(fn)[kind] : telling(kind, fn, facts)
}

/** Node number, network and kind of node: told again only when it changes, as cyclic data is dense. */
function nodeKey(bytes: Uint8Array, start: number): number {
  const kind = tellsNodeType(bytes[start]!) ? bytes[start + header.nodeTypeAt]! + 1 : 0
  return (u16be(bytes, start + header.nodeNumberAt) << 8) | bytes[start + header.protocolAt]! | (kind * 0x1000000)
}

function open(): ProtocolSession {
  const slmp = melsec.session()
  let plainNode = -1
  let kindOfNode = -1

  const readBeforeTsn = (type: number, bytes: Uint8Array, start: number): Reading => {
    const key = nodeKey(bytes, start)
    const facts: IdentityFact[] = []
    if (tellsNodeType(type) ? key !== kindOfNode : key !== plainNode) {
      if (tellsNodeType(type)) kindOfNode = key
      else plainNode = key
      sayNode(facts, bytes, start)
    }
    return saying(type, facts)
  }

  return {
    read(bytes, start, end) {
      const type = bytes[start] ?? 0
      if (isBeforeTsn(type)) {
        return start + header.length > end ? fault('CC-Link IE header cut short') : readBeforeTsn(type, bytes, start)
      }
      if (type === frames.detectionAck) {
        if (start + detectionAckLength > end) return fault('detection answer cut short')
        const facts: IdentityFact[] = []
        sayDetectionAck(facts, bytes, start)
        return saying(type, facts)
      }
      const at = start + acyclicHeader
      const length = type === frames.acyclic ? melsec.lengthAt(bytes, at, end) : 0
      // SLMP without IP.
      return length > 0 && at + length <= end ? slmp.read(bytes, at, at + length, true) : saying(type, [])
    },
  }
}

/** CC-Link IE Field, Control and TSN on the link. What is in cyclic data only the network's parameters tell. */
export const ccLinkIe: Protocol = {
  name: 'cc-link-ie',
  transports: ['eth'],
  ports: [],
  etherTypes: [0x890f],
  recognises: (bytes, start, end) => start + 2 <= end && frameOf(bytes[start]!).name !== 'Unknown frame',
  lengthAt: (_, start, end) => end - start,
  session: open,
}
