import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitFile, stageFile, undoFile } from '#areas/assets/testing.ts'
import type * as contract from '#contract/network.ts'
import { fromText } from '#formats/octets.ts'
import type { CapturedPacket } from '#formats/pcap/encode.ts'
import { testDatabases } from '#platform/database/testing.ts'
import type { Call } from '#platform/http/implement.ts'
import { capture, dialogue, openNetwork, type TestNetwork } from '../testing.ts'

const hello = (client: string, server: string, from: string): CapturedPacket[] =>
  dialogue(
    client,
    server,
    22,
    from,
    [
      [true, fromText('SSH-2.0-OpenSSH_9.9\r\n')],
      [false, fromText('SSH-2.0-OpenSSH_7.4\r\n')],
    ],
    60,
  )

const person = '10.200.0.15'
const other = '10.200.0.16'
const jump = '10.100.0.5'
const panel = '10.1.2.1'

/** Four days at the jump host: two that the log explains, one by an account of several, one by nobody; and one beyond it. */
const seen = () =>
  capture(
    hello(person, jump, '2026-03-02T00:00:00Z'),
    hello(jump, panel, '2026-03-02T00:05:00Z'),
    hello(other, jump, '2026-03-03T01:00:00Z'),
    hello(person, jump, '2026-03-04T02:00:00Z'),
    hello(person, '10.1.9.9', '2026-03-04T03:00:00Z'),
  )

const line = (day: string, time: string, pid: number, text: string) =>
  `Mar  ${Number(day)} ${time} jump01 sshd[${pid}]: ${text}`
const log = [
  line('2', '08:59:50', 11, `Accepted publickey for sato from ${person} port 40000 ssh2`),
  line('2', '09:30:00', 11, 'pam_unix(sshd:session): session closed for user sato'),
  line('3', '10:00:10', 12, `Accepted password for maint from ${other} port 40001 ssh2`),
  line('3', '10:30:00', 12, 'pam_unix(sshd:session): session closed for user maint'),
  line('5', '10:00:00', 13, 'Failed password for invalid user admin from 203.0.113.9 port 40002 ssh2'),
  'hello',
].join('\n')

describe.each(testDatabases())('who came to a plant, on $name', ({ open }) => {
  let here: TestNetwork
  let logId = ''
  beforeAll(async () => {
    here = await openNetwork(await open())
    await here.plants.change({ key: 'kashima', timeZone: 'Asia/Tokyo' })
    await bring('capture', 'dmz.pcap', seen())
    logId = (await bring('access-sessions', 'auth.log', log)).importId
  })
  afterAll(() => here.database.close())

  const importerOf = (kind: string) => here.network.importers.find((one) => one.kind === kind)!
  async function bring(kind: string, name: string, bytes: Uint8Array | string, on = '2026-03-06') {
    here.clock.set(on)
    const staged = await stageFile(importerOf(kind), { name, bytes, plant: 'kashima', on })
    await commitFile(here.database, importerOf(kind), staged.importId)
    return staged
  }
  async function ask<Answer>(path: string, query: object, more: object = {}): Promise<Answer> {
    const found = here.network.accessRoutes.find(({ route }) => route.path === path)!
    const call = { params: {}, query, body: undefined, actor: here.person, ...more }
    return found.route.response.parse(await found.handle(call as unknown as Call)) as Answer
  }
  const list = async (query: object = {}) =>
    (await ask<{ items: contract.Access[] }>('/access/sessions', { plant: 'kashima', ...query })).items
  const verdicts = async () =>
    (await list()).map(({ day, server, verdict, rule }) => [day, server.device, verdict, rule]).reverse()
  const accounts = async () =>
    (await ask<{ items: contract.Account[] }>('/access/accounts', { plant: 'kashima' })).items
  const logs = async () => (await ask<{ items: contract.AccessLogEntry[] }>('/access/logs', { plant: 'kashima' })).items
  const correct = (addSeconds: number, hostAddress: string | null) =>
    ask(
      '/access/logs/:id/correction',
      {},
      { params: { id: logId }, body: { addSeconds, hostAddress, reason: 'NTP was off' } },
    )

  it('every line of the log is accounted for: read, left out, refused with its reason', async () => {
    const staged = await stageFile(importerOf('access-sessions'), {
      name: 'again.log',
      bytes: `${log}\n`,
      plant: 'kashima',
      on: '2026-03-06',
    })
    expect(staged.counts).toMatchObject({ accepted: 5, refused: 1, ignored: 0, effectiveOn: '2026-03-05' })
    expect(staged.problems).toContainEqual(
      expect.objectContaining({
        severity: 'refused',
        row: 6,
        reason: expect.objectContaining({ ja: '対応していない形式の行です' }),
      }),
    )
    expect(staged.counts.summary?.en).toBe('2 sessions by 2 accounts, 1 of them shared; 1 refused')
    await importerOf('access-sessions').discard(here.database.as(), staged.importId)
  })

  it('as long as nobody knows which host wrote the log, it says nothing of any path', async () => {
    expect(new Set((await list()).map(({ verdict }) => verdict))).toEqual(new Set(['notLogged']))
  })

  it('then names whom it names, day by day', async () => {
    await correct(0, jump)
    expect(await verdicts()).toEqual([
      ['2026-03-02', jump, 'named', 'direct'],
      ['2026-03-02', panel, 'named', 'onward'],
      ['2026-03-03', jump, 'shared', 'direct'],
      ['2026-03-04', jump, 'nobody', null],
      ['2026-03-04', '10.1.9.9', 'notLogged', null],
    ])
    const [, onward] = (await list({ q: 'sato' })).reverse()
    expect(onward).toMatchObject({
      server: { device: panel },
      sessions: [{ account: 'sato', place: 'auth.log:1', shared: false }],
      proof: { captureName: 'dmz.pcap' },
    })
  })

  it('a person’s word on an account moves the verdict, and is taken back by another', async () => {
    const decision = await ask<contract.AccountDecision>(
      '/access/accounts/:plant/decisions',
      {},
      {
        params: { plant: 'kashima' },
        body: { account: 'MAINT', kind: 'personal', person: here.person, reason: 'his own' },
      },
    )
    expect(decision).toMatchObject({ account: 'maint', person: 'Sato' })
    expect((await verdicts())[2]![2]).toBe('named')
    expect((await accounts()).find(({ account }) => account === 'maint')).toMatchObject({
      shared: null,
      people: ['Sato'],
    })
    const undo = () =>
      ask('/access/account-decisions/:id/undo', {}, { params: { id: decision.id }, body: { reason: 'it is not' } })
    await undo()
    expect((await verdicts())[2]![2]).toBe('shared')
    await expect(undo()).rejects.toThrow('taken back already')
  })

  it('measures the share of sessions with a person, counting against it what nobody explains', async () => {
    const indicator = (id: string) => here.network.indicators.find((one) => one.id === id)!
    const measure = async (id: string, on: string) => {
      const ask = {
        plants: ['kashima', 'ulsan'],
        from: '2026-01-01',
        to: '2026-12-31',
        today: '2026-12-31',
        within: 'P3M',
      }
      return (await indicator(id).measure(ask)).get('kashima')?.findLast(({ from }) => from <= on)?.value ?? null
    }
    // One named; the shared account, and the day that nobody explains, against it.
    expect(await measure('network.namedSessionShare', '2026-03-05')).toBeCloseTo(1 / 3)
    expect(await measure('network.accessLogged', '2026-03-31')).toBe('2026-03-05')
    // Half of the accounts are shared: the symptom of N1.3.
    expect(await measure('people.namedAccountShare', '2026-03-05')).toBe(0.5)
    expect(await measure('network.namedSessionShare', '2026-12-01')).toBeNull()
    const proof = await indicator('network.namedSessionShare').proof!({ scope: 'kashima', on: '2026-03-06', limit: 9 })
    expect(proof.map(({ speaks }) => speaks)).toEqual(['against', 'against', 'for'])
    expect(proof[0]!.text).toContain('the log of this path tells of nobody')
  })

  it('sums up by week, and counts who was turned away', async () => {
    const summary = await ask<contract.AccessSummary>('/access', { plant: 'kashima' })
    expect(summary).toMatchObject({
      verdicts: { named: 2, shared: 1, nobody: 1, notLogged: 1 },
      weeks: [{ week: '2026-03-02', named: 2 }],
      logged: { logs: 1, sessions: 2, named: 1, refusals: 1 },
      accounts: { all: 2, shared: 1 },
    })
  })

  it('a log whose clock stands nine hours off is named for it, and put right by a person', async () => {
    const table = ['Start,End,Account,Source,Target']
    for (const [i, day] of ['09', '10', '11', '12'].entries()) {
      const packets = hello('10.200.0.20', '10.100.0.9', `2026-03-${day}T0${i + 1}:00:00Z`)
      await bring('capture', `day-${day}.pcap`, capture(packets), '2026-03-13')
      // Written in UTC, read as the plant's own time.
      table.push(`2026-03-${day} 0${i + 1}:00,2026-03-${day} 0${i + 1}:30,kato,10.200.0.20,10.100.0.9`)
    }
    const { importId, problems } = await bring('access-sessions', 'portal.csv', table.join('\r\n'), '2026-03-13')
    expect(problems.map(({ reason }) => reason.en)).toContainEqual(expect.stringContaining('its clock is another'))
    const portal = async () => (await logs()).find(({ id }) => id === importId)!
    expect(await portal()).toMatchObject({ sessions: 4, doubts: [{ kind: 'offset', seconds: 32_460 }] })
    expect((await portal()).doubts[0]!.told.en).toContain('its clock is another')
    const before = await list({ device: '10.100.0.9' })
    expect(before.map(({ verdict }) => verdict)).toEqual(['notLogged', 'notLogged', 'notLogged', 'notLogged'])
    await ask(
      '/access/logs/:id/correction',
      {},
      {
        params: { id: importId },
        body: { addSeconds: 32_400, hostAddress: null, reason: 'the portal writes UTC' },
      },
    )
    expect(await portal()).toMatchObject({ doubts: [], addSeconds: 32_400, correctionReason: 'the portal writes UTC' })
    const after = await list({ device: '10.100.0.9' })
    expect(after.map(({ verdict }) => verdict)).toEqual(['named', 'named', 'named', 'named'])
    await undoFile(here.database, importerOf('access-sessions'), importId)
    expect((await logs()).map(({ id }) => id)).toEqual([logId])
  })
})
