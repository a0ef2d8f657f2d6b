import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { latestDate } from '#core/record/latest-date.ts'
import type { RecordIndicator } from '#core/record/record.ts'
import { testDatabases } from '#platform/database/testing.ts'
import { stage } from './testing.ts'

const meetings: RecordIndicator = latestDate({ id: 'people.lastMeeting', kinds: ['meeting'] })

describe.each(testDatabases())('dated records on $name', ({ open }) => {
  let on: Awaited<ReturnType<typeof stage>>
  let ot: string
  let it_: string
  let safety: string
  beforeAll(async () => {
    on = await stage(await open())
    await on.plants.add({ key: 'north', name: 'North' })
    await on.plants.add({ key: 'south', name: 'South' })
    ot = (await on.people.add({ name: 'Aiko', departments: ['ot'] })).key
    it_ = (await on.people.add({ name: 'Ben', departments: ['it', 'management'] })).key
    safety = (await on.people.add({ name: 'Chika', departments: ['process-safety'] })).key
  })
  afterAll(() => on.close())

  const meeting = (effectiveFrom: string, scope: 'enterprise' | string[], topic = 'Monthly') =>
    on.evidence.add({ kind: 'meeting', scope, effectiveFrom, data: { topic, minuted: true }, by: ot })

  it('a record is checked by the fields of its kind, each by name', async () => {
    const bad = on.evidence.add({
      kind: 'meeting',
      scope: ['nowhere'],
      effectiveFrom: '2026-11-01',
      data: { open: -1, minuted: 'perhaps', colour: 'red' },
      by: ot,
    })
    await expect(bad).rejects.toMatchObject({ name: 'BadInput' })
    await expect(bad).rejects.toThrow(/data.topic.*data.minuted.*data.open.*colour/)
  })

  it.each([
    ['an end before its beginning', { kind: 'attestation', effectiveTo: '2026-01-01' }],
    ['an end where the kind has none', { effectiveTo: '2026-12-01' }],
    ['a date of 1900', { effectiveFrom: '1900-01-01' }],
    ['a plant that is not there', { scope: ['nowhere'] }],
    ['a person who is not there', { by: 'nobody' }],
  ])('%s is refused', async (_, change) => {
    const base = { kind: 'meeting', scope: 'enterprise' as const, effectiveFrom: '2026-11-01', by: ot as string | null }
    const data = 'kind' in change ? { criterion: '2.1', answer: 'yes' } : { topic: 'x' }
    await expect(on.evidence.add({ ...base, data, ...change })).rejects.toMatchObject({ name: 'BadInput' })
  })

  it('several records are entered together or not at all', async () => {
    const good = {
      kind: 'meeting',
      scope: 'enterprise' as const,
      effectiveFrom: '2025-01-01',
      data: { topic: 'a' },
      by: ot,
    }
    await expect(on.evidence.addMany([good, { ...good, data: {} }])).rejects.toThrow('data.topic')
    expect((await on.evidence.list({ asOf: '2025-01-01', limit: 10 })).total).toBe(0)
  })

  it('a correction takes the place of what it names; withdrawn, it gives the word back', async () => {
    const first = await meeting('2026-10-01', 'enterprise', 'frist')
    const second = await on.evidence.add({
      kind: 'meeting',
      scope: 'enterprise',
      effectiveFrom: '2026-10-01',
      data: { topic: 'first' },
      replaces: first.id,
      by: ot,
    })
    expect(await on.evidence.get(first.id)).toMatchObject({ state: 'superseded', replacedBy: second.id })
    await expect(on.evidence.withdraw({ id: first.id, reason: 'wrong', by: ot })).rejects.toThrow(second.id)
    await on.evidence.withdraw({ id: second.id, reason: 'no such meeting', by: ot })
    expect(await on.evidence.get(second.id)).toMatchObject({
      state: 'withdrawn',
      withdrawal: { reason: 'no such meeting' },
    })
    expect((await on.evidence.get(first.id)).state).toBe('counts')
    await on.evidence.withdraw({ id: first.id, reason: 'tidy', by: ot })
  })

  it('an attestation waits until another person accepts it, whose department is kept', async () => {
    const given = await on.evidence.add({
      kind: 'attestation',
      scope: 'enterprise',
      effectiveFrom: '2026-11-01',
      data: { criterion: '2.3', answer: 'yes' },
      by: ot,
    })
    expect(given.state).toBe('awaiting')
    await expect(on.evidence.accept({ id: given.id, by: ot })).rejects.toMatchObject({ name: 'Refused' })
    await expect(on.evidence.accept({ id: given.id, by: null })).rejects.toMatchObject({ name: 'Refused' })
    const accepted = await on.evidence.accept({ id: given.id, by: it_ })
    expect(accepted).toMatchObject({ state: 'counts', accepted: true, acceptances: [{ by: it_, department: 'it' }] })
    expect((await on.evidence.answers()).attestations).toMatchObject([
      { id: given.id, criterion: '2.3', answer: 'yes', reach: 'enterprise', accepted: true },
    ])
  })

  it('"we have none" counts as soon as it is signed, and needs a signature', async () => {
    const none = {
      kind: 'attestation',
      scope: ['north'],
      effectiveFrom: '2026-11-02',
      data: { criterion: '2.1', answer: 'no' },
    }
    await expect(on.evidence.add({ ...none, by: null })).rejects.toMatchObject({ name: 'Refused' })
    expect(await on.evidence.add({ ...none, by: ot })).toMatchObject({ state: 'counts', accepted: false })
  })

  it('a compensating control counts when OT, IT and process safety have accepted it', async () => {
    const giver = (await on.people.add({ name: 'Dan', departments: ['other'] })).key
    const control = await on.evidence.add({
      kind: 'compensating-control',
      scope: ['south'],
      effectiveFrom: '2026-11-01',
      data: { criterion: '3.4' },
      by: giver,
    })
    const states = []
    for (const by of [ot, it_, safety]) states.push((await on.evidence.accept({ id: control.id, by })).state)
    expect(states).toEqual(['awaiting', 'awaiting', 'counts'])
    expect((await on.evidence.answers()).compensations[0]?.approvedBy.toSorted()).toEqual([
      'it',
      'ot',
      'process-safety',
    ])
  })

  it('a plant takes the enterprise’s records and its own, the enterprise those that name every plant', async () => {
    await meeting('2026-06-01', 'enterprise')
    const north = await meeting('2026-07-01', ['north'])
    const both = await meeting('2026-06-15', ['north', 'south'])
    const [indicator] = on.evidence.bindRecordIndicators([meetings])
    const series = await indicator!.measure({
      plants: ['north', 'south'],
      from: '2026-01-01',
      to: '2026-11-23',
      today: '2026-11-23',
    })
    const latest = (scope: string) => series.get(scope)?.at(-1)
    expect(latest('*')).toMatchObject({ value: '2026-06-15', records: [`record:${both.id}`] })
    expect(latest('south')).toMatchObject({ value: '2026-06-15' })
    expect(latest('north')).toMatchObject({ value: '2026-07-01', records: [`record:${north.id}`] })
  })

  it('knownAt sees what was recorded by then and nothing that was said later', async () => {
    on.clock.instant = '2026-11-24T03:00:00.000Z'
    const late = await meeting('2026-08-01', 'enterprise')
    on.clock.instant = '2026-11-25T03:00:00.000Z'
    await on.evidence.withdraw({ id: late.id, reason: 'never took place', by: ot })
    const [indicator] = on.evidence.bindRecordIndicators([meetings])
    const latestAt = async (knownAt?: string) => {
      const ask = { plants: ['north', 'south'], from: '2026-01-01', to: '2026-11-25', today: '2026-11-25' }
      return (await indicator!.measure(knownAt ? { ...ask, knownAt } : ask)).get('*')?.at(-1)?.value
    }
    expect(await latestAt('2026-11-24T02:00:00Z')).toBe('2026-06-15')
    expect(await latestAt('2026-11-24T12:00:00Z')).toBe('2026-08-01')
    expect(await latestAt()).toBe('2026-06-15')
  })

  it('proof names the record, its date and its page', async () => {
    const [indicator] = on.evidence.bindRecordIndicators([meetings])
    const proof = await indicator!.proof!({ scope: 'north', on: '2026-11-23', limit: 10 })
    expect(proof).toMatchObject([
      {
        text: expect.stringContaining('Meeting 2026-07-01: Monthly · north · entered by Aiko'),
        href: expect.stringMatching(/^\/evidence\/records\//),
        speaks: 'for',
      },
    ])
  })

  it('an erased name leaves the key, and every record stays', async () => {
    await on.people.eraseName(ot)
    const [indicator] = on.evidence.bindRecordIndicators([meetings])
    const [proof] = await indicator!.proof!({ scope: 'north', on: '2026-11-23', limit: 10 })
    expect(proof?.text).toContain(`entered by ${ot}`)
    expect(await on.people.find(ot)).toMatchObject({ name: null, department: 'ot' })
  })

  it('a list is filtered by words, kind, plant and state, newest first', async () => {
    const { records, total } = await on.evidence.list({ q: 'MONTHLY', plant: 'south', limit: 1, state: 'counts' })
    expect(total).toBe(2)
    expect(records[0]?.effectiveFrom).toBe('2026-06-15')
    const rest = await on.evidence.list({
      q: 'monthly',
      plant: 'south',
      limit: 5,
      state: 'counts',
      after: records[0]!.id,
    })
    expect(rest).toMatchObject({ more: false, records: [{ effectiveFrom: '2026-06-01' }] })
  })

  it('cleared with the example, nothing is left, not even in memory', async () => {
    const other = await stage(await open())
    try {
      await other.plants.add({ key: 'shown', name: 'Shown', example: true })
      await other.evidence.add({
        kind: 'meeting',
        scope: ['shown'],
        effectiveFrom: '2026-11-01',
        data: { topic: 'x' },
        by: null,
      })
      expect((await other.evidence.list({ limit: 10 })).total).toBe(1)
      await other.plants.clearExample()
      expect((await other.evidence.list({ limit: 10 })).total).toBe(0)
    } finally {
      await other.close()
    }
  })
})
