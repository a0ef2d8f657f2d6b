import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ntlmAt, ntlmFacts } from '../ntlmssp/decode.ts'
import { fromHex } from '../octets.ts'
import type { IdentityFact } from '../protocol.ts'
import { refusesStrangers } from '../strangers.testing.ts'
import { readsVectors, survivesDamage } from '../vectors.testing.ts'
import { smb } from './decode.ts'
import { smbVectors } from './vectors.ts'

describe('SMB', () => {
  readsVectors(smb, smbVectors)
  survivesDamage(smb, smbVectors)
  refusesStrangers(smb, ['it/', 'enip/', 'iec61850/', 'profinet/', 'mixed/', 'hart-ip'])

  it('of the contents of files only the header is wanted, of a log-on enough to find the names', () => {
    const [logOn, reading] = [smbVectors[4]!, smbVectors[5]!].map(({ exchange }) => fromHex(exchange[0]!.slice(1)))
    expect(smb.wantedAt!(reading!, 0, reading!.length)).toBe(68)
    expect(smb.wantedAt!(logOn!, 0, logOn!.length)).toBeGreaterThan(2000)
  })
})

describe('NTLM', () => {
  it('damaged messages of NTLM tell less, and nothing breaks', () => {
    const whole = fromHex(smbVectors[4]!.exchange[0]!.slice(1))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 5 }), fc.nat(), (changes, cut) => {
        const bytes = whole.slice(0, whole.length - (cut % 100))
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        const facts: IdentityFact[] = []
        const at = ntlmAt(bytes, 0, bytes.length)
        if (at >= 0) ntlmFacts(bytes, at, bytes.length, facts)
        expect(facts.length).toBeLessThan(40)
      }),
      { numRuns: 300 },
    )
  })
})
