import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { be16, fromHex, fromText, join } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { tls } from './decode.ts'
import { dtls } from './dtls.ts'
import { md5 } from './md5.ts'
import { dtlsVectors, tlsVectors } from './vectors.ts'

describe('TLS', () => {
  readsVectors(tls, tlsVectors)
  survivesDamage(tls, tlsVectors)
  refusesStrangers(tls, ['it/', 'modbus-and-non', 'hart-ip'])

  it('a certificate that is spread over records is read whole', () => {
    const record = fromHex(tlsVectors[2]!.exchange[0]!.slice(1))
    const handshake = record.subarray(5)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (cuts) => {
        const session = tls.session()
        let said = 0
        for (let at = 0, i = 0; at < handshake.length; i++) {
          const part = handshake.subarray(at, at + cuts[i % cuts.length]!)
          const one = join([22, 3, 3], be16(part.length), part)
          const { messages, faults } = session.read(one, 0, one.length, false)
          expect(faults).toEqual([])
          said += messages[0]?.identity?.length ?? 0
          at += part.length
        }
        expect(said).toBe(13)
      }),
      { numRuns: 40 },
    )
  })

  it('of encrypted data no more than the header is waited for', () => {
    expect(tls.wantedAt!(fromHex('1703034000'), 0, 5)).toBe(5)
  })
})

describe('DTLS', () => {
  readsVectors(dtls, dtlsVectors)
  survivesDamage(dtls, dtlsVectors)
  refusesStrangers(dtls, [])

  it('a certificate in fragments is read whole, and what comes twice is let go', () => {
    // The handshake of TLS without its header of four octets.
    const body = fromHex(tlsVectors[2]!.exchange[0]!.slice(1)).subarray(9)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), fc.boolean(), (cuts, isTwice) => {
        const session = dtls.session()
        let said = 0
        for (let at = 0, i = 0; at < body.length; i++) {
          const part = body.subarray(at, at + cuts[i % cuts.length]!)
          const fragment = join([11, 0, ...be16(body.length), 0, 2, 0, ...be16(at), 0, ...be16(part.length)], part)
          const datagram = join([22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, i & 255], be16(fragment.length), fragment)
          expect(dtls.recognises(datagram, 0, datagram.length)).toBe(true)
          for (let n = 0; n < (isTwice && part.length < body.length ? 2 : 1); n++) {
            const { messages, faults } = session.read(datagram, 0, datagram.length, false)
            expect(faults).toEqual([])
            said += messages[0]?.identity?.length ?? 0
          }
          at += part.length
        }
        expect(said).toBe(13)
      }),
      { numRuns: 40 },
    )
  })
})

describe('MD5', () => {
  // RFC 1321, A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('of %j is %s', (said, digest) => expect(md5(fromText(said))).toBe(digest))
})
