import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { be16, fromHex, fromText, join } from '../octets.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { tls } from './decode.ts'
import { md5 } from './md5.ts'
import { tlsVectors } from './vectors.ts'

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
