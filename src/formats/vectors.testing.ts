import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInspector } from './capture/inspector.ts'
import { fromHex, fromText } from './octets.ts'
import type { Protocol } from './protocol.ts'
import type { WireVector } from './wire-vector.ts'

const bytesOf = (line: string): Uint8Array => (line[1] === line[0] ? fromText(line.slice(3)) : fromHex(line.slice(1)))
const isToServer = (line: string): boolean => line.startsWith('>')

/** Every vector is recognised, cut at its whole length and read as it says. */
export function readsVectors(protocol: Protocol, vectors: readonly WireVector[]): void {
  it.each(vectors)('$title', (vector) => {
    const session = protocol.session()
    const read = vector.exchange.map((line, i) => {
      const bytes = bytesOf(line)
      if (i === 0) expect(protocol.recognises(bytes, 0, bytes.length)).toBe(true)
      expect(protocol.lengthAt(bytes, 0, bytes.length)).toBe(bytes.length)
      return session.read(bytes, 0, bytes.length, isToServer(line))
    })
    const { messages, faults, isDone } = read.at(-1)!
    expect(faults).toEqual([])
    const said = messages.flatMap(({ identity }) => identity ?? [])
    expect({
      function: messages[0]?.function.name,
      operation: messages[0]?.function.operation,
      kind: messages[0]?.kind,
      exception: messages[0]?.exception ?? false,
      identity: said.map(({ field, value, about }) => [about === undefined ? field : `${field}@${about}`, value]),
      isDone: isDone ?? false,
    }).toEqual({
      function: vector.function,
      operation: vector.operation,
      kind: vector.kind,
      exception: vector.exception ?? false,
      identity: vector.identity ?? [],
      isDone: vector.isDone ?? false,
    })
  })
}

/** Damaged messages are read, too: without an exception, without end, with a length that goes on. */
export function survivesDamage(protocol: Protocol, vectors: readonly WireVector[]): void {
  it('damaged messages end in messages or faults, never in an exception', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
    const vector = fc.constantFrom(...vectors.map(({ exchange }) => exchange))
    fc.assert(
      fc.property(vector, fc.array(change, { maxLength: 6 }), fc.nat(), (exchange, changes, cut) => {
        const session = protocol.session()
        for (const line of exchange) {
          const whole = bytesOf(line)
          for (const [at, value] of changes) whole[at % whole.length] = value
          const bytes = whole.subarray(0, whole.length - (cut % whole.length))
          protocol.recognises(bytes, 0, bytes.length)
          const length = protocol.lengthAt(bytes, 0, bytes.length)
          expect(length).toBeGreaterThanOrEqual(-1)
          for (const toServer of [true, false]) {
            const { messages } = session.read(bytes, 0, bytes.length, toServer)
            expect(messages.length).toBeLessThan(2000)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
}

const folder = new URL('../../../shared/captures/', import.meta.url)

/** Asked about any flow on any port, a reader takes none of another protocol: random bytes, and the captures of others. */
export function refusesStrangers(protocol: Protocol, own: readonly string[]): void {
  it('random bytes are not taken for it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(protocol.recognises(bytes, 0, bytes.length)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
  describe.skipIf(!existsSync(folder))('captures of others', () => {
    it(`no conversation outside of ${own.join(', ')} is taken for it`, () => {
      const taken: string[] = []
      for (const name of readdirSync(folder)) {
        if (name.startsWith('_') || !existsSync(new URL(`${name}/`, folder)) || name.endsWith('.md')) continue
        for (const file of readdirSync(new URL(`${name}/`, folder))) {
          if (!/\.(pcap|pcapng|cap|trace)$/.test(file) || own.some((part) => `${name}/${file}`.includes(part))) continue
          const inspector = createInspector({ protocols: [protocol] })
          inspector.push(new Uint8Array(readFileSync(new URL(`${name}/${file}`, folder))))
          for (const talk of inspector.finish().conversations) {
            if (talk.protocol === protocol.name) taken.push(`${file} ${talk.client} ${talk.serverPort}`)
          }
        }
      }
      expect(taken).toEqual([])
    })
  })
}
