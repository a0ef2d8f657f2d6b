import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromText } from '../octets.ts'
import { readXmlTree } from '../xml-tree.ts'
import { orderOfTimes, takeRow } from './read-table.ts'
import { emptyLog, readText, recorder } from './read-text.ts'
import { logVectors } from './vectors.ts'
import { windowsEventOf, windowsLine } from './windows-events.ts'

const options = { timeZone: 'Asia/Tokyo', now: '2026-11-23T00:00:00Z' }

function read(text: string) {
  const log = emptyLog()
  const reader = readText(log, options)
  reader.push(fromText(text))
  reader.finish()
  return log
}
const filled = (line: object) => Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null))

describe('a log of access', () => {
  it.each(logVectors)('$title', ({ lines, told, ignored = 0, faulty = 0 }) => {
    const log = read(`${lines.join('\n')}\n`)
    expect(log.lines.map(filled)).toHaveLength(told.length)
    for (const [i, expected] of told.entries()) expect(log.lines[i]).toMatchObject(expected)
    expect(log.accounting).toEqual({ lines: lines.length, read: told.length, ignored, faulty })
  })

  it('survives damage: every line is read, left out or refused, and none is lost', () => {
    const seeds = logVectors.flatMap(({ lines }) => lines)
    const edits = fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 3 })), { maxLength: 4 })
    const damaged = fc.array(fc.tuple(fc.constantFrom(...seeds), edits, fc.nat()), { maxLength: 5 })
    fc.assert(
      fc.property(damaged, (several) => {
        const lines = several.map(([line, changes, cut]) => {
          let text = line
          for (const [at, put] of changes)
            text = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1)
          return (cut % 3 === 0 ? text.slice(0, cut % text.length) : text).replaceAll(/[\r\n]/g, ' ')
        })
        const { accounting, lines: told } = read(lines.map((line) => `${line}\n`).join(''))
        expect(accounting.lines).toBe(lines.length)
        expect(accounting.read + accounting.ignored + accounting.faulty).toBe(lines.length)
        expect(told).toHaveLength(accounting.read)
        for (const { at, until } of told) {
          expect(Number.isNaN(Date.parse(at))).toBe(false)
          expect(until === null || !Number.isNaN(Date.parse(until))).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })
})

describe('a table of sessions', () => {
  const take = (row: Record<string, unknown>) => {
    const log = emptyLog()
    takeRow(row, 2, recorder(log), { ...options, dayOrder: orderOfTimes([row]) ?? null })
    return log
  }
  it('with start and end is a session', () => {
    const row = {
      start: '2026/11/02 8:15',
      end: '2026/11/02 9:15',
      account: 'maint',
      source: '10.200.0.15',
      target: 'EWS-1',
    }
    expect(take(row).lines[0]).toMatchObject({
      what: 'session',
      at: '2026-11-01T23:15:00.000Z',
      until: '2026-11-02T00:15:00.000Z',
      account: 'maint',
      target: 'EWS-1',
    })
  })
  it('with a duration instead of an end is one as well', () => {
    const row = {
      start: '2026/11/02 8:15',
      duration: '1時間30分',
      person: '佐藤 一郎',
      service: 'リモートデスクトップ',
    }
    expect(take(row).lines[0]).toMatchObject({ what: 'session', service: 'rdp', until: '2026-11-02T00:45:00.000Z' })
  })
  it('in a zone of its own is read by it', () => {
    const row = { start: '2026-11-02 08:15', account: 'a', timeZone: 'Europe/Berlin' }
    expect(take(row).lines[0]).toMatchObject({ what: 'opened', at: '2026-11-02T07:15:00.000Z' })
  })
  it.each([
    ['失敗', 'refused'],
    ['Failed', 'refused'],
    ['logout', 'closed'],
    ['login', 'opened'],
  ])('with the result %s is %s', (result, what) => {
    expect(take({ start: '2026/11/02 8:15', account: 'a', result }).lines[0]).toMatchObject({ what })
  })
  it.each([
    ['it names neither an account nor a person', { start: '2026/11/02 8:15' }],
    ['it ends before it begins', { start: '2026/11/02 8:15', end: '2026/11/01 8:15', account: 'a' }],
    ['its start is no time that can be read: 2026/02/30 8:15', { start: '2026/02/30 8:15', account: 'a' }],
    ['it has no time that can be read', { account: 'a' }],
  ])('is refused where %s', (reason, row) => expect([...take(row).faults.keys()]).toEqual([reason]))

  it('of the Event Viewer names the account by the description, in Japanese as in English', () => {
    const message = `アカウントが正常にログオンしました。\n\nサブジェクト:\n\tアカウント名:\t\tJUMP01$\n\tログオン ID:\t\t0x3E7\n\nログオン タイプ:\t\t10\n\n新しいログオン:\n\tアカウント名:\t\tsato\n\tログオン ID:\t\t0x8DCDC\n\nネットワーク情報:\n\tソース ネットワーク アドレス:\t10.200.0.15\n`
    const row = { start: '2026/11/02 8:15:00', event: '4624', message }
    expect(take(row).lines[0]).toMatchObject({
      what: 'opened',
      service: 'rdp',
      account: 'sato',
      source: '10.200.0.15',
      session: ' 0x8dcdc',
    })
  })
})

describe('events of Windows as XML', () => {
  const event = (id: number, data: Readonly<Record<string, string>>) =>
    `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><EventID>${id}</EventID><TimeCreated SystemTime="2026-11-02T08:15:00.1Z"/><Computer>JUMP01</Computer></System><EventData>${Object.entries(
      data,
    )
      .map(([name, value]) => `<Data Name="${name}">${value}</Data>`)
      .join('')}</EventData></Event>`
  const told = async (xml: string) => {
    async function* once() {
      yield fromText(xml)
    }
    const { root } = await readXmlTree(once())
    const found = windowsEventOf(root!)
    return found === null ? null : windowsLine(found)
  }
  const logon = { TargetUserName: 'sato', TargetLogonId: '0x8dcdc', LogonType: '10', IpAddress: '10.200.0.15' }

  it('4624 of type 10 opens a remote desktop, 4779 closes it', async () => {
    expect(await told(event(4624, logon))).toMatchObject({
      what: 'opened',
      service: 'rdp',
      account: 'sato',
      source: '10.200.0.15',
      host: 'JUMP01',
      session: 'JUMP01 0x8dcdc',
    })
    expect(
      await told(event(4779, { AccountName: 'sato', LogonID: '0x8DCDC', ClientAddress: '10.200.0.15' })),
    ).toMatchObject({ what: 'closed', session: 'JUMP01 0x8dcdc' })
  })
  it('services, computers and log-ons at the keyboard are left out', async () => {
    expect(await told(event(4624, { ...logon, LogonType: '3' }))).toContain('type 3')
    expect(await told(event(4624, { ...logon, TargetUserName: 'JUMP01$' }))).toContain('the computer itself')
    expect(await told(event(4688, {}))).toContain('event 4688')
  })
})
