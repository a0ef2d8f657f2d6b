import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromHex, fromText } from './octets.ts'
import type { Message, Protocol, ProtocolSession } from './protocol.ts'
import type { Reading } from './reading.ts'
import type { WireVector } from './wire-vector.ts'

const bytesOf = (line: string): Uint8Array => (line[1] === line[0] ? fromText(line.slice(3)) : fromHex(line.slice(1)))
const isToServer = (line: string): boolean => line.startsWith('>')

/** Kind, code and operation, as vectors write them. */
export const says = ({ kind, function: { code, operation }, exception }: Message): string =>
  `${kind} ${code} ${operation}${exception ? ' !' : ''}`

/** Reads one message that is expected to be recognised and cut whole, without faults. */
export function readWhole(
  protocol: Protocol,
  session: ProtocolSession,
  bytes: Uint8Array,
  toServer: boolean,
): readonly Message[] {
  expect(protocol.recognises(bytes, 0, bytes.length)).toBe(true)
  expect(protocol.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  const { messages, faults } = session.read(bytes, 0, bytes.length, toServer)
  expect(faults).toEqual([])
  return messages
}

/** What the reader says about the last message of a vector, written as the vector is. */
function said(protocol: Protocol, { exchange, isOneFlow }: WireVector) {
  const session = protocol.session()
  let last: Reading | undefined
  for (const [i, line] of exchange.entries()) {
    const bytes = bytesOf(line)
    if (i === 0 || !isOneFlow) {
      expect(protocol.recognises(bytes, 0, bytes.length)).toBe(true)
      expect(protocol.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
    }
    last = session.read(bytes, 0, bytes.length, isToServer(line))
  }
  const { messages, faults, protocol: name = protocol.name, isDone = false } = last!
  const identity = messages.flatMap((message) => message.identity ?? [])
  return {
    says: messages.map(says).join(', '),
    function: messages[0]?.function.name,
    unit: messages[0]?.unit,
    protocol: name,
    identity: identity.map(({ field, value, about }) => (about === undefined ? [field, value] : [field, value, about])),
    isDone,
    faults,
  }
}

/** Every vector is recognised, cut at its whole length and read as it says. */
export function readsVectors(protocol: Protocol, vectors: readonly WireVector[]): void {
  it.each(vectors)('$title', (vector) => {
    const found = said(protocol, vector)
    expect(found).toEqual({
      says: vector.says,
      function: vector.function ?? found.function,
      unit: vector.unit,
      protocol: vector.protocol ?? protocol.name,
      identity: vector.identity ?? [],
      isDone: vector.isDone ?? false,
      faults: [],
    })
  })
}

/**
 * Damaged messages are read, too, several in one session: without an exception, with a length that is a length, and with no
 * more than they can hold.
 */
export function survivesDamage(protocol: Protocol, seeds: readonly (WireVector | Uint8Array)[], numRuns = 600): void {
  it('damaged messages end in messages or faults, never in an exception', () => {
    const exchanges = seeds.map((seed) => (seed instanceof Uint8Array ? [seed] : seed.exchange.map(bytesOf)))
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    const cut = fc.oneof(fc.constant(0), fc.nat())
    const damaged = fc.array(fc.tuple(fc.constantFrom(...exchanges), changes, cut), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(damaged, fc.boolean(), (several, isFirst) => {
        const session = protocol.session()
        for (const [exchange, changed, octets] of several) {
          for (const whole of exchange) {
            const bytes = whole.slice(0, whole.length - (octets % whole.length))
            for (const [at, value] of changed) bytes[at % bytes.length] = value
            protocol.recognises(bytes, 0, bytes.length)
            expect(protocol.lengthAt(bytes, 0, bytes.length)).toBeGreaterThanOrEqual(-1)
            for (const toServer of [isFirst, !isFirst]) {
              const { messages } = session.read(bytes, 0, bytes.length, toServer)
              expect(messages.length).toBeLessThanOrEqual(300)
              for (const { identity } of messages) expect(identity?.length ?? 0).toBeLessThanOrEqual(300)
            }
          }
        }
      }),
      { numRuns },
    )
  })
}
