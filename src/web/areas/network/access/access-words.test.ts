import { describe, expect, it } from 'vitest'
import type { Access } from '#contract/access.ts'
import { en } from '#web/i18n/en.ts'
import { formatOf } from '#web/i18n/format.ts'
import { ja } from '#web/i18n/ja.ts'
import { textOf } from '#web/i18n/text.tsx'
import { becauseWords, deedWords, everybody, wayWords } from './access-words.ts'

const { t } = textOf('en', en)
const japanese = textOf('ja', ja)
const format = formatOf('en')
const end = { device: '10.0.0.1', name: null, asset: null, level: null }
const session: Access['sessions'][number] = {
  log: 'l',
  place: 'auth.log:4',
  service: 'ssh',
  account: 'sato',
  person: null,
  personKey: null,
  shared: false,
  source: null,
  assigned: null,
  target: null,
  from: '2026-11-02T00:00:00Z',
  to: null,
  reason: null,
}
const access = (told: Partial<Access> = {}): Access => ({
  id: 'a',
  plant: 'kashima',
  day: '2026-11-02',
  from: '2026-11-02T00:00:00Z',
  to: '2026-11-02T01:00:00Z',
  client: end,
  server: end,
  service: 'rdp',
  protocol: 'rdp',
  port: 3389,
  verdict: 'named',
  rule: 'direct',
  sessions: [session],
  logs: ['auth.log'],
  programs: 0,
  writes: 0,
  deeds: [],
  conversation: 'c/1',
  proof: null,
  ...told,
})

describe('access in words', () => {
  it('is by an account, by a person, by both, or by somebody whose name was erased; each once', () => {
    const people = (...told: Partial<typeof session>[]) =>
      everybody(access({ sessions: told.map((one) => ({ ...session, ...one })) }), t)
    expect(people({}, {})).toEqual(['sato'])
    expect(people({ person: 'Ito' })).toEqual(['Ito (sato)'])
    expect(people({ account: null, person: 'Ito' })).toEqual(['Ito'])
    expect(people({ personKey: 'p-1', account: null })).toEqual([t('people.erased')])
  })
  it('says why, naming the line or the log', () => {
    expect(becauseWords(access(), t, format)).toBe('same address, target and time: auth.log:4')
    expect(becauseWords(access({ verdict: 'nobody', rule: null, sessions: [] }), t, format)).toBe(
      'auth.log covers this path and day, and names nobody',
    )
    expect(becauseWords(access({ verdict: 'notLogged', rule: null, sessions: [], logs: [] }), t, format)).toContain(
      'nobody can tell',
    )
  })
  it('names the protocol where the way in does not say it', () => {
    expect(wayWords(access(), t)).toBe('Remote desktop')
    expect(wayWords(access({ service: 'engineering', protocol: 's7comm' }), t)).toBe('Engineering (S7comm)')
    expect(wayWords(access({ service: 'vpn', protocol: null, port: 1701 }), t)).toBe('VPN (1701)')
  })
  it('says what was done, and nothing where nothing was', () => {
    expect(deedWords(access(), t)).toBe('')
    expect(deedWords(access({ programs: 12, writes: 1, deeds: ['PLC Stop'] }), t)).toBe(
      'programmed 12 times, wrote once: PLC Stop',
    )
    expect(deedWords(access({ programs: 12 }), japanese.t)).toBe('プログラム操作12回')
  })
})
