import { type Frame, ipProtocols, u16 } from '../frame.ts'

const mostDatagrams = 4096
const mostPieces = 64

export interface Fragment {
  readonly offset: number
  readonly more: boolean
  /** The fragment's payload in the packet. */
  readonly at: number
  readonly end: number
  /** Nothing of it was cut by the capture. */
  readonly whole: boolean
}

/**
 * Gives ports to the fragments of a datagram. As Wireshark does: the fragment that completes the datagram carries its ports
 * and counts in its conversation, the earlier ones count as bare IP; a first fragment that the capture cut is read as it is.
 * Bounded: the oldest unfinished datagram is forgotten.
 */
export interface Fragments {
  take(
    bytes: Uint8Array,
    keyAt: number,
    keyEnd: number,
    id: number,
    protocol: number,
    fragment: Fragment,
    frame: Frame,
  ): void
}

interface Datagram {
  sourcePort: number
  targetPort: number
  tcpFlags: number
  /** [start, end) pairs, as they came. */
  readonly pieces: number[]
  total: number
}

export function createFragments(): Fragments {
  const open = new Map<string, Datagram>()

  return {
    take(bytes, keyAt, keyEnd, id, protocol, fragment, frame) {
      const hasPorts = protocol === ipProtocols.tcp || protocol === ipProtocols.udp || protocol === ipProtocols.sctp
      const length = fragment.end - fragment.at
      if (!hasPorts) return
      const readable = fragment.offset === 0 && length >= 4
      const tcpFlags = protocol === ipProtocols.tcp && length >= 14 ? bytes[fragment.at + 13] : 0
      if (!fragment.whole) {
        if (readable) give(frame, protocol, u16(bytes, fragment.at), u16(bytes, fragment.at + 2), tcpFlags)
        return
      }
      let key = `${id}/${protocol}`
      for (let i = keyAt; i < keyEnd; i += 2) key += `:${u16(bytes, i)}`
      let datagram = open.get(key)
      if (datagram === undefined) {
        if (open.size >= mostDatagrams) open.delete(open.keys().next().value ?? '')
        datagram = { sourcePort: -1, targetPort: -1, tcpFlags: 0, pieces: [], total: -1 }
        open.set(key, datagram)
      }
      if (datagram.pieces.length < mostPieces * 2) datagram.pieces.push(fragment.offset, fragment.offset + length)
      if (!fragment.more) datagram.total = fragment.offset + length
      if (readable) {
        datagram.sourcePort = u16(bytes, fragment.at)
        datagram.targetPort = u16(bytes, fragment.at + 2)
        datagram.tcpFlags = tcpFlags
      }
      if (datagram.sourcePort >= 0 && isComplete(datagram)) {
        give(frame, protocol, datagram.sourcePort, datagram.targetPort, datagram.tcpFlags)
        open.delete(key)
      }
    },
  }
}

function give(frame: Frame, transport: number, sourcePort: number, targetPort: number, tcpFlags: number): void {
  frame.transport = transport
  frame.sourcePort = sourcePort
  frame.targetPort = targetPort
  frame.tcpFlags = tcpFlags
}

function isComplete({ pieces, total }: Datagram): boolean {
  if (total < 0) return false
  let reached = 0
  for (let grew = true; grew && reached < total; ) {
    grew = false
    for (let i = 0; i < pieces.length; i += 2) {
      if (pieces[i] <= reached && pieces[i + 1] > reached) {
        reached = pieces[i + 1]
        grew = true
      }
    }
  }
  return reached >= total
}
