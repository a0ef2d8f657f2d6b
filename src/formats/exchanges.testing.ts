import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createCaptureReader } from './capture/reader.ts'
import { createFrame } from './frame.ts'
import { createFragments } from './ip/fragments.ts'
import { decodeFrame } from './link-types.ts'
import { fromHex } from './octets.ts'
import type { Message, Protocol, ProtocolSession } from './protocol.ts'

/** Messages as they were seen, or as a document prints them, and what the last one says. */
export interface Exchange {
  readonly title: string
  readonly source: string
  /** `>` sent by the client, `<` by the server. */
  readonly exchange: readonly string[]
  /** Kind, code and operation of each message of the last reading, `!` where it refuses. */
  readonly says: string
  readonly unit?: string
  readonly identity?: readonly (readonly [field: string, value: string, about?: string])[]
}

export const says = ({ kind, function: { code, operation }, exception }: Message): string =>
  `${kind} ${code} ${operation}${exception ? ' !' : ''}`

/** Reads one message that is expected to be recognised and cut whole, without faults. */
export function readWhole(
  protocol: Protocol,
  session: ProtocolSession,
  bytes: Uint8Array,
  toServer: boolean,
): Message[] {
  expect(protocol.recognises(bytes, 0, bytes.length)).toBe(true)
  expect(protocol.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
  const { messages, faults } = session.read(bytes, 0, bytes.length, toServer)
  expect(faults).toEqual([])
  return messages
}

export function readsExchanges(protocol: Protocol, vectors: readonly Exchange[]): void {
  it.each(vectors)('$title', (vector) => {
    const session = protocol.session()
    const read = vector.exchange.map((line) => {
      const bytes = fromHex(line.slice(1))
      return readWhole(protocol, session, bytes, line.startsWith('>'))
    })
    const messages = read.at(-1)!
    expect(messages.map(says).join(', ')).toBe(vector.says)
    expect(messages[0]?.unit).toBe(vector.unit)
    const said = messages.flatMap(({ identity }) => identity ?? [])
    expect(
      said.map(({ field, value, about }) => (about === undefined ? [field, value] : [field, value, about])),
    ).toEqual(vector.identity ?? [])
  })
}

/** Mutated exchanges, several in one session: no exception, a length that is a length, and no more than it can hold. */
export function survivesMutations(protocol: Protocol, seeds: readonly Uint8Array[], numRuns = 1500): void {
  it('mutated messages end in messages or faults, never in an exception', () => {
    const change = fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 }))
    const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 5 }))
    fc.assert(
      fc.property(fc.array(mutated, { minLength: 1, maxLength: 4 }), fc.nat({ max: 60 }), (messages, cut) => {
        const session = protocol.session()
        for (const [i, [seed, changes]] of messages.entries()) {
          const bytes = seed.slice(0, Math.max(1, seed.length - (i % 2 ? cut : 0)))
          for (const [at, value] of changes) bytes[at % bytes.length] = value
          protocol.recognises(bytes, 0, bytes.length)
          expect(protocol.lengthAt(bytes, 0, bytes.length)).toBeGreaterThanOrEqual(-1)
          const { messages: told } = session.read(bytes, 0, bytes.length, i % 2 === 0)
          expect(told.length).toBeLessThanOrEqual(300)
          for (const { identity } of told) expect(identity?.length ?? 0).toBeLessThanOrEqual(300)
        }
      }),
      { numRuns },
    )
  })
}

const folder = new URL('../../../shared/captures/', import.meta.url)

/** Payloads of TCP and UDP in the shared captures outside these folders or files. */
function foreignPayloads(own: readonly string[]): { where: string; bytes: Uint8Array }[] {
  const found: { where: string; bytes: Uint8Array }[] = []
  for (const name of readdirSync(folder)) {
    if (name.startsWith('_') || name.endsWith('.md')) continue
    for (const file of readdirSync(new URL(`${name}/`, folder))) {
      const path = `${name}/${file}`
      if (!/\.(pcap|pcapng)$/.test(file) || own.some((part) => path.startsWith(part))) continue
      const frame = createFrame()
      const fragments = createFragments()
      const reader = createCaptureReader((bytes, start, end, _wireLength, _micros, linkType, packet) => {
        if (!decodeFrame(bytes, start, end, linkType, frame, fragments) || frame.transport === 0) return
        if (frame.payloadEnd <= frame.payloadAt) return
        const whole = frame.assembled ?? bytes
        found.push({ where: `${path} ${packet}`, bytes: whole.slice(frame.payloadAt, frame.payloadEnd) })
      })
      // Enough of each to meet every kind of message in it.
      reader.push(new Uint8Array(readFileSync(new URL(path, folder)).subarray(0, 400_000)))
      reader.finish()
    }
  }
  return found
}

/** Asked about any flow on any port, a reader takes no payload of another protocol, and no noise. */
export function refusesOthers(protocol: Protocol, own: readonly string[]): void {
  it('random octets are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (bytes) => {
        expect(protocol.recognises(bytes, 0, bytes.length)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
  const isThere = existsSync(folder)
  if (!isThere) process.stdout.write('skipped: no ../shared\n')
  it.skipIf(!isThere)(`no payload outside of ${own.join(', ')} is taken`, () => {
    const taken = foreignPayloads(own).filter(({ bytes }) => protocol.recognises(bytes, 0, bytes.length))
    expect(taken.map(({ where }) => where)).toEqual([])
  })
}
