import { type Frame, ipProtocols, u16 } from '../frame.ts'

const mostDatagrams = 4096
const mostPieces = 64
const largestDatagram = 65_535
/** Bytes that all unfinished datagrams together hold; beyond it their ports are known, their payload is not. */
const mostHeld = 8 * 1024 * 1024

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
 * Puts fragments together and gives them ports. As Wireshark does: the fragment that completes the datagram carries its ports
 * and counts in its conversation, the earlier ones count as bare IP; a first fragment that the capture cut is read as it is.
 * Bounded: the oldest unfinished datagram is forgotten. Where pieces overlap, the first stays (RFC 5722 forbids it; attackers do it).
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
  /** Its payload, as far as it has arrived; null when it is not kept. */
  content: Uint8Array | null
}

export function createFragments(): Fragments {
  const open = new Map<string, Datagram>()
  let held = 0

  const forget = (key: string) => {
    held -= open.get(key)?.content?.length ?? 0
    open.delete(key)
  }

  const keep = (datagram: Datagram, bytes: Uint8Array, { offset, at, end }: Fragment) => {
    const stop = offset + end - at
    if (datagram.content === null) return
    if (stop > largestDatagram || held + stop - datagram.content.length > mostHeld) {
      held -= datagram.content.length
      datagram.content = null
      return
    }
    if (stop > datagram.content.length) {
      const larger = new Uint8Array(stop)
      larger.set(datagram.content)
      held += stop - datagram.content.length
      datagram.content = larger
    }
    // Backwards over what was there before: earlier pieces win.
    const earlier = datagram.pieces
    for (let i = offset; i < stop; i++) {
      let isNew = true
      for (let piece = 0; piece < earlier.length && isNew; piece += 2) {
        if (i >= earlier[piece]! && i < earlier[piece + 1]!) {
          i = earlier[piece + 1]! - 1
          isNew = false
        }
      }
      if (isNew) datagram.content[i] = bytes[at + i - offset]!
    }
  }

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
        if (open.size >= mostDatagrams) forget(open.keys().next().value ?? '')
        datagram = { sourcePort: -1, targetPort: -1, tcpFlags: 0, pieces: [], total: -1, content: new Uint8Array(0) }
        open.set(key, datagram)
      }
      keep(datagram, bytes, fragment)
      if (datagram.pieces.length < mostPieces * 2) datagram.pieces.push(fragment.offset, fragment.offset + length)
      if (!fragment.more) datagram.total = fragment.offset + length
      if (readable) {
        datagram.sourcePort = u16(bytes, fragment.at)
        datagram.targetPort = u16(bytes, fragment.at + 2)
        datagram.tcpFlags = tcpFlags
      }
      if (datagram.sourcePort >= 0 && isComplete(datagram)) {
        give(frame, protocol, datagram.sourcePort, datagram.targetPort, datagram.tcpFlags)
        if (datagram.content !== null && datagram.content.length >= datagram.total) {
          frame.assembled = datagram.content.subarray(0, datagram.total)
        }
        forget(key)
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
