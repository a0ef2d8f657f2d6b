import { describe, expect, it } from 'vitest'
import { en } from '#web/i18n/en.ts'
import { textOf } from '#web/i18n/text.tsx'
import {
  algorithmWords,
  type Certificate,
  type Endpoint,
  firstToLapse,
  lapseWords,
  weaknessWords,
} from './crypto-words.ts'

const { t } = textOf('en', en)
const witness = { capture: 'c', captureName: 'c.pcap', packet: 1, place: null, on: null }
const certificate = (told: Partial<Certificate>): Certificate => ({
  name: 'plc',
  issuer: null,
  serial: null,
  selfSigned: false,
  validFrom: null,
  expires: null,
  lapsesInDays: null,
  isSuperseded: false,
  key: null,
  signature: null,
  quantum: 'unknown',
  witness,
  ...told,
})
const endpoint = (told: Partial<Endpoint>): Endpoint => ({
  protocol: 'tls',
  side: 'server',
  quantum: 'unknown',
  algorithms: [],
  certificates: [],
  weaknesses: [],
  lastSeen: witness,
  ...told,
})

describe('cryptography in words', () => {
  it('a certificate lapses in days, today, or has', () => {
    expect([null, 40, 1, 0, -1, -30].map((days) => lapseWords(days, t))).toEqual([
      'not seen',
      'in 40 days',
      'in one day',
      'today',
      'one day ago',
      '30 days ago',
    ])
  })
  it('shows the first of those in use to lapse, not one that was replaced', () => {
    const shown = firstToLapse(
      endpoint({
        certificates: [
          certificate({ serial: 'old', expires: '2026-01-01', isSuperseded: true }),
          certificate({ serial: 'new', expires: '2027-01-01' }),
        ],
      }),
    )
    expect(shown?.serial).toBe('new')
  })
  it('what is in clear is named by its protocol', () => {
    const clear = (what: string) => ({ code: 'clear' as const, what, witness })
    expect(weaknessWords(clear('telnet'), 'telnet', t)).toBe('in clear: Telnet')
    expect(weaknessWords(clear('v2c'), 'snmp', t)).toBe('in clear: SNMP v2c')
    expect(weaknessWords({ code: 'keySize', what: 'RSA 1024', witness }, 'tls', t)).toBe('short key: RSA 1024')
  })
  it('a protocol that tells nothing of itself has no algorithm', () => {
    const version = {
      kind: 'version' as const,
      name: 'http',
      quantum: 'none' as const,
      weak: 'clear' as const,
      witness,
    }
    expect(algorithmWords(endpoint({ protocol: 'http', algorithms: [version] }))).toBe('')
  })
})
