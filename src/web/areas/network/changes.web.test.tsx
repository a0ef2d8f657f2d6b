import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangeEnd } from '#contract/changes.ts'
import { en } from '#web/i18n/en.ts'
import { formatOf } from '#web/i18n/format.ts'
import { ja } from '#web/i18n/ja.ts'
import { FixedText, textOf } from '#web/i18n/text.tsx'
import { WitnessLink } from './change-columns.tsx'
import {
  authorisationWords,
  changeEndName,
  changeSentence,
  delayWords,
  standingTone,
  whenWords,
} from './change-words.ts'

const end = (address: string, more: Partial<ChangeEnd> = {}): ChangeEnd => ({
  address,
  device: address,
  name: null,
  asset: null,
  assetName: null,
  level: null,
  zone: null,
  sis: false,
  constraints: [],
  ...more,
})
const change = (more: Partial<Change> = {}): Change => ({
  id: 'c1',
  plant: 'kashima',
  kind: 'program-change',
  standing: 'unauthorised',
  target: end('10.1.1.1', { asset: 'PLC-1' }),
  peer: end('10.1.2.1', { name: 'EWS' }),
  protocol: 's7comm',
  port: 102,
  before: null,
  after: null,
  deeds: ['download', 'stop'],
  folded: 0,
  source: 'cell',
  since: '2026-11-20T05:03:44Z',
  at: '2026-11-20T05:03:44Z',
  until: null,
  exact: true,
  noticedAt: '2026-11-20T05:03:50Z',
  delayMinutes: 0.1,
  live: true,
  witness: { capture: 'c', captureName: 'cell.pcap', packet: 7, place: null },
  authorisation: {
    verdict: 'unauthorised',
    undecided: null,
    record: null,
    workOrder: null,
    approvedBy: null,
    covering: null,
    window: null,
  },
  ...more,
})
const [english, japanese] = [textOf('en', en).t, textOf('ja', ja).t]

describe('a change in words', () => {
  it.each([
    [change(), 'EWS changed the program of PLC-1', 'EWSがPLC-1のプログラムを変更しました'],
    [change({ kind: 'gone-device', peer: null }), 'PLC-1 is gone', 'PLC-1が見えなくなりました'],
    [
      change({ kind: 'firmware-change', peer: null, before: 'V1', after: 'V2' }),
      'Firmware of PLC-1 changed from V1 to V2',
      'PLC-1のファームウェアがV1からV2に変わりました',
    ],
    [
      change({ kind: 'new-operation-class', target: end('10.1.2.1'), peer: end('10.1.1.1'), after: 'write' }),
      '10.1.2.1 began to write to 10.1.1.1',
      '10.1.2.1が10.1.1.1への書き込みを始めました',
    ],
    [
      change({ kind: 'new-conversation', target: end('10.1.2.9'), peer: null, folded: 30 }),
      '10.1.2.9 looked for others: 30 did not answer',
      '10.1.2.9が探索を行い、30件が無応答でした',
    ],
  ])('says who did what: %#', (one, told, toldJa) => {
    expect(changeSentence(one, english)).toBe(told)
    expect(changeSentence(one, japanese)).toBe(toldJa)
  })

  it('names offices and the internet by what they are', () => {
    expect(changeEndName(end('zone:Office', { zone: 'Office' }), english)).toBe('the machines of Office')
    expect(changeEndName(end('internet'), english)).toBe('outside the company')
  })

  it('says how long it took in the unit that fits, and that nobody can tell', () => {
    const words = [0.1, 5, 300, 4320, null].map((minutes) => delayWords(minutes, english))
    expect(words).toEqual(['6 seconds', '5 minutes', '5 hours', '3 days', 'nobody can tell'])
  })

  it('between two looks says both, and without a clock nothing', () => {
    const format = formatOf('en')
    const between = change({ exact: false, since: '2026-11-19T05:03:44Z' })
    expect(whenWords(between, english, format)).toMatch(/^between .*19.* and .*20/)
    expect(whenWords(change({ at: null, since: null }), english, format)).toBe('nobody can tell')
  })

  it('tells why nobody can decide, and which window was missed', () => {
    const format = formatOf('en')
    const of = (more: Partial<Change['authorisation']>) =>
      authorisationWords(change({ authorisation: { ...change().authorisation, ...more } }), english, format)
    expect(of({})).toBe(null)
    expect(of({ verdict: 'cannotDecide', undecided: 'clock' })).toContain('clock of the capture may be wrong')
    const window = { from: '2026-11-18T00:00:00Z', to: '2026-11-18T08:00:00Z' }
    expect(of({ verdict: 'outsideWindow', workOrder: 'WO-7', window })).toContain('The window of WO-7 was from')
  })

  it('is drawn as wrong only while nobody approved it', () => {
    const tones = (
      ['unauthorised', 'outsideWindow', 'cannotDecide', 'raised', 'explained', 'authorised', 'learned'] as const
    ).map(standingTone)
    expect(tones).toEqual(['wrong', 'wrong', 'warn', 'warn', undefined, undefined, undefined])
  })
})

describe('the witness of a change', () => {
  let root: Root
  let host: HTMLElement
  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'))
    root = createRoot(host)
  })
  afterEach(() => {
    act(() => root.unmount())
    host.remove()
  })
  it('is one click away: its packet, or its line', () => {
    const show = (one: Change) =>
      act(() =>
        root.render(
          <FixedText text={textOf('en', en)}>
            <MemoryRouter>
              <WitnessLink change={one} />
            </MemoryRouter>
          </FixedText>,
        ),
      )
    show(change())
    expect(host.querySelector('a')).toMatchObject({ textContent: 'packet 7' })
    expect(host.querySelector('a')!.getAttribute('href')).toBe('/evidence/captures/c/packets/7')
    show(change({ witness: { capture: 'z', captureName: 'zeek.zip', packet: 3, place: 'modbus.log, line 3' } }))
    expect(host.querySelector('a')!.textContent).toBe('modbus.log, line 3')
  })
})
