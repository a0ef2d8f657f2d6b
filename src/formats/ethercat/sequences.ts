import { messageOf, nothing, type Reading, readingOf } from '../reading.ts'
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
export const noDatagrams: Sequence = { reading: nothing, next: new Map() }

/** The sequence with one more datagram; `station` −1 where it is to no configured address. */
export function followedBy(before: Sequence, command: number, isReturned: boolean, station: number): Sequence {
  const key = command | (isReturned ? 0x100 : 0) | ((station + 1) << 9)
  const found = before.next.get(key)
  if (found !== undefined) return found
  const unit = station < 0 ? undefined : String(station)
  const message = messageOf(isReturned ? 'response' : 'request', commandOf(command), undefined, unit)
  const made: Sequence = { reading: readingOf([...before.reading.messages, message]), next: new Map() }
  if (known < most) {
    known++
    before.next.set(key, made)
  }
  return made
}
