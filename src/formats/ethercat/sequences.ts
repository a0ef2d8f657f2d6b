import type { Message } from '../protocol.ts'
import { type Reading, shared } from '../reading.ts'
import { commandOf } from './functions.ts'

/**
 * Readings by the sequence of their datagrams: each node adds one message to those before it, so that a cyclic frame is one
 * walk and allocates nothing.
 */
export interface Sequence {
  readonly reading: Reading
  readonly next: Map<number, Sequence>
}

const most = 4096
let known = 0
export const noDatagrams: Sequence = { reading: shared([]), next: new Map() }

/** The sequence with one more datagram; `station` −1 where it is to no configured address. */
export function followedBy(before: Sequence, command: number, isReturned: boolean, station: number): Sequence {
  const key = command | (isReturned ? 0x100 : 0) | ((station + 1) << 9)
  const found = before.next.get(key)
  if (found !== undefined) return found
  const message: Message = {
    kind: isReturned ? 'response' : 'request',
    function: commandOf(command),
    ...(station < 0 ? {} : { unit: String(station) }),
  }
  const made: Sequence = { reading: shared([...before.reading.messages, message]), next: new Map() }
  if (known < most) {
    known++
    before.next.set(key, made)
  }
  return made
}
