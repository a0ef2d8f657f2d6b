import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createInspector } from './capture/inspector.ts'
import { createCaptureReader } from './capture/reader.ts'
import { createFrame } from './frame.ts'
import { createFragments } from './ip/fragments.ts'
import { decodeFrame } from './link-types.ts'
import type { Protocol } from './protocol.ts'

const folder = new URL('../../../shared/captures/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) process.stdout.write('skipped: no ../shared\n')

/** Captures outside of these folders or files, by folder and name. */
function capturesWithout(own: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .flatMap(({ name }) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`))
    .filter((path) => /\.(pcap|pcapng|cap|trace)$/.test(path) && !own.some((part) => path.includes(part)))
}

function refusesNoise(protocol: Protocol): void {
  it('random octets are not taken for it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        expect(protocol.recognises(bytes, 0, bytes.length)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
}

/** Asked about any flow on any port, the reader takes none of another protocol: random octets, and the captures of others. */
export function refusesStrangers(protocol: Protocol, own: readonly string[]): void {
  refusesNoise(protocol)
  it.skipIf(!isThere)(`no conversation outside of ${own.join(', ')} is taken for it`, () => {
    const taken = capturesWithout(own).flatMap((path) => {
      const inspector = createInspector({ protocols: [protocol] })
      inspector.push(new Uint8Array(readFileSync(new URL(path, folder))))
      const talks = inspector.finish().conversations.filter((talk) => talk.protocol === protocol.name)
      return talks.map(({ client, serverPort }) => `${path} ${client} ${serverPort}`)
    })
    expect(taken).toEqual([])
  })
}

/** The same of every payload by itself, also in the middle of a flow: what is so strict need not see the beginning. */
export function refusesOthers(protocol: Protocol, own: readonly string[]): void {
  refusesNoise(protocol)
  it.skipIf(!isThere)(`no payload outside of ${own.join(', ')} is taken for it`, () => {
    const taken = capturesWithout(own).flatMap((path) =>
      payloadsOf(path).flatMap(({ where, bytes }) => (protocol.recognises(bytes, 0, bytes.length) ? [where] : [])),
    )
    expect(taken).toEqual([])
  })
}

/** Payloads of TCP and UDP. */
function payloadsOf(path: string): { where: string; bytes: Uint8Array }[] {
  const found: { where: string; bytes: Uint8Array }[] = []
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
  return found
}
